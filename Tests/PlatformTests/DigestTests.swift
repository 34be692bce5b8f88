import CPlatform
import MissionTesting
import Platform
import Testing

@Suite struct DigestTests {
  /// From NIST's examples for FIPS 180-4, and its millionfold `a`.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func theStandardsExamplesHashAsItSays(text: String, digest: String) {
    #expect(Digest(of: Array(text.utf8).span).description == digest)
    if text.utf8.count < 1_000 {
      #expect(Digest(bytes: ReferenceHash.sha256(text.utf8).span)?.description == digest)
    }
  }

  static let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 3) }

  @Test func everyLengthAndSplitHashesAsTheReferenceDoes() {
    for length in 0...300 {
      let input = Array(Self.bytes.prefix(length))
      let expected = ReferenceHash.sha256(input)
      #expect(Digest(of: input.span).bytes == expected)
      for split in [0, 1, 24, 63, 64, 65, 128, length] where split <= length {
        let digest = Digest(
          of: input.span.extracting(first: split), then: input.span.extracting(droppingFirst: split)
        )
        #expect(digest.bytes == expected)
      }
    }
  }

  @Test func piecesHashAsTheWholeDoes() {
    for piece in [1, 7, 55, 63, 64, 65, 127, 128, 300] {
      var hasher = Hasher256()
      var taken = 0
      while taken < Self.bytes.count {
        let next = Self.bytes[taken..<min(taken + piece, Self.bytes.count)]
        hasher.update(Array(next).span)
        taken += next.count
        #expect(hasher.digest() == Digest(of: Array(Self.bytes.prefix(taken)).span))
      }
    }
    #expect(Hasher256().digest() == Digest(of: Span()))
  }

  @Test func theProcessorAndThePortableCodeAgree() {
    for length in 0...700 {
      let input = Array(Self.bytes.prefix(length))
      var portable = [UInt8](repeating: 0, count: 32)
      unsafe cplatform_sha256_portable(
        input, length / 3, Array(input[(length / 3)...]), length - length / 3, &portable)
      #expect(Digest(of: input.span).bytes == portable)
    }
  }

  @Test func aNodeIsItsTagAndItsChildren() {
    let left = Digest(of: Self.bytes.span)
    let right = Digest(of: Array("right".utf8).span)
    let expected = ReferenceHash.sha256([1] + left.bytes + right.bytes)
    #expect(Digest(of: 1, then: left, right).bytes == expected)
  }

  @Test func aDigestIsPrintedAndReadBack() {
    let digest = Digest(of: Array("abc".utf8).span)
    #expect(
      digest.description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(digest.leading == 0xba78_16bf_8f01_cfea)
    #expect(Digest(bytes: digest.bytes.span) == digest)
    #expect(Digest(bytes: Self.bytes.span) == nil)
  }
}
