import EventLogLZ4
import Testing

@Suite struct CodecTests {
  let dictionary = CompressionDictionary(
    Array(String(repeating: "the quick brown fox jumps over the lazy dog. ", count: 40).utf8))

  @Test(arguments: [0, 1, 2, 15, 16, 200, 4_096, 70_000, 1 << 20])
  func everyPayloadComesBackByteForByte(size: Int) throws {
    var state = UInt32(size) &+ 17
    let words = ["alpha", "beta", "gamma", "the quick brown fox", "\"key\":", "12345", "\u{0}"]
    var payload: [UInt8] = []
    while payload.count < size {
      state = state &* 1_664_525 &+ 1_013_904_223
      payload += words[Int(state >> 16) % words.count].utf8
    }
    payload = Array(payload.prefix(size))
    for dictionary in [nil, dictionary] {
      let (block, form) = encoded(payload, with: dictionary)
      #expect(block.count <= payload.count)
      let decoder = Decoder(dictionary: dictionary)
      for _ in 1...2 {
        try decoder.decode(block.span, form: form, size: size)
        #expect(decoder.payload == payload)
      }
    }
  }

  @Test func noiseIsStoredAsItIs() {
    var state: UInt64 = 42
    let noise = (0..<300).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let (block, form) = encoded(noise, with: dictionary)
    #expect(form == .raw)
    #expect(block == noise)
  }

  @Test func theDictionaryIsUsedWhereItHelps() {
    let payload = Array("the quick brown fox jumps over the lazy dog.".utf8)
    let (block, form) = encoded(payload, with: dictionary)
    #expect(form == .withDictionary)
    #expect(block.count < 20)
  }

  @Test func aWrongSizeIsRefused() {
    let payload = Array(String(repeating: "abc", count: 100).utf8)
    let (block, form) = encoded(payload, with: nil)
    let decoder = Decoder(dictionary: nil)
    for size in [0, 1, payload.count - 1, payload.count + 1, 1 << 20] {
      #expect(throws: LZ4Error.self) { try decoder.decode(block.span, form: form, size: size) }
      #expect(decoder.payload == [])
    }
  }

  @Test func aBlockWithoutItsDictionaryIsRefused() {
    let payload = Array("the quick brown fox jumps over the lazy dog.".utf8)
    let (block, form) = encoded(payload, with: dictionary)
    #expect(throws: LZ4Error.self) {
      try Decoder(dictionary: nil).decode(block.span, form: form, size: payload.count)
    }
  }

  @Test func noBlockReadsOrWritesOutOfBounds() {
    let payload = Array(String(repeating: "the quick red fox ", count: 9).utf8)
    let (block, form) = encoded(payload, with: dictionary)
    let decoder = Decoder(dictionary: dictionary)
    for bit in 0..<(block.count * 8) {
      var broken = block
      broken[bit / 8] ^= 1 << UInt8(bit % 8)
      let isDecoded = (try? decoder.decode(broken.span, form: form, size: payload.count)) != nil
      #expect(decoder.payload.count == (isDecoded ? payload.count : 0))
    }
  }

  @Test func whicheverFormIsSmallestIsChosen() {
    let prefix = Array("{\"a\":\"".utf8)
    for count in 0..<400 {
      let payload = prefix + (0..<count).map { UInt8(97 + ($0 * $0 / 7) % 19) }
      let (block, form) = encoded(payload, with: dictionary)
      let (alone, _) = encoded(payload, with: nil)
      #expect(block.count <= alone.count && alone.count <= payload.count)
      #expect(form != .withDictionary || block.count < alone.count)
    }
  }

  private func encoded(
    _ payload: [UInt8], with dictionary: CompressionDictionary?
  ) -> ([UInt8], BlockForm) {
    Encoder(dictionary: dictionary).encode(payload)
  }
}
