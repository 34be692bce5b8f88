import Testing

@testable import EventProjections

@Suite struct PackedValuesTests {
  private let values: [SQLValue] = [
    .integer(0), .integer(-1), .integer(63), .integer(64), .integer(-65), .null, .integer(.max),
    .integer(.min), .text(""), .text("caf\u{e9}"), .text(String(repeating: "x", count: 300)),
    .blob([]), .blob([0, 1, 2]), .null,
  ]

  private func pack(_ values: [SQLValue]) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values {
      switch value {
      case .null: bytes.packNull()
      case .integer(let value): bytes.pack(value)
      case .text(let value): bytes.pack(value)
      case .blob(let value): bytes.pack(value)
      }
    }
    return bytes
  }

  @Test func everyValueComesBackAsItWas() {
    let bytes = pack(values)
    var packed = PackedValues(bytes)
    for value in values { #expect(packed.next() == value) }
    #expect(packed.next() == nil)
    #expect(PackedValues.all(in: bytes) == values)
  }

  @Test func smallIntegersTakeTwoBytes() {
    #expect(pack([.integer(0)]) == [1, 0])
    #expect(pack([.integer(-64), .integer(63)]) == [1, 127, 1, 126])
    #expect(pack([.integer(64)]) == [1, 128, 1])
  }

  @Test func bytesThatEndTooSoonOrAreNoValuesGiveNothing() {
    let bytes = pack(values)
    for count in bytes.indices {
      let found = PackedValues.all(in: Array(bytes[..<count]))
      #expect(found.count < values.count)
      #expect(found == Array(values.prefix(found.count)))
    }
    #expect(PackedValues.all(in: [4]).isEmpty)
    let endless = [UInt8](repeating: 255, count: 9) + [1]
    #expect(PackedValues.all(in: [2] + endless).isEmpty)
    #expect(PackedValues.all(in: [1] + [UInt8](repeating: 128, count: 11)).isEmpty)
  }

  @Test func aValueOfAnotherKindIsNotRead() {
    var packed = PackedValues(pack([.text("x")]))
    #expect(packed.integer() == nil)
    #expect(packed.blob() == nil)
    #expect(packed.text() == "x")
  }
}
