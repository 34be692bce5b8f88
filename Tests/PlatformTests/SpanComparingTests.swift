import Platform
import Testing

@Suite struct SpanComparingTests {
  @Test func bytesAreTheSameOnlyWhereEachOfThemIs() {
    #expect(areSame([], []))
    for length in 1...33 {
      let bytes = (0..<length).map { UInt8($0) }
      #expect(areSame(bytes, Array(bytes)))
      #expect(!areSame(bytes, Array(bytes.dropLast())))
      #expect(!areSame([], bytes))
      for place in bytes.indices {
        var other = bytes
        other[place] ^= 0x80
        #expect(!areSame(bytes, other))
      }
    }
  }

  private func areSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.span.holdsSame(as: other.span)
  }
}
