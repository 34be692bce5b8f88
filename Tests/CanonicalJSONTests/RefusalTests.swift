import CanonicalJSON
import Testing

@Suite struct RefusalTests {
  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"""#, #""a"#, #""\"#,
    #""\u00"#,
    "tru", "n", "-", "1.", "1e",
  ])
  func aTextThatEndsTooSoonIsTruncated(text: String) {
    #expect(refusal(text)?.code == .truncated)
    #expect(refusal(text)?.offset == text.utf8.count)
  }

  @Test(arguments: [
    ("[1,]", 3), ("[,1]", 1), (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5), ("{1:2}", 1), ("[1}", 2),
    (#"{"a":1]"#, 6), ("[1 2]", 3), ("nul!", 3), ("'a'", 0), ("\u{0}", 0), ("[\u{0}]", 1),
    ("]", 0), (",", 0), (":", 0), ("/* */1", 0), (#""\x""#, 1), (#""\u00g0""#, 5),
    ("\"a\nb\"", 2), ("\"\u{0}\"", 1), ("\u{A0}1", 0),
  ])
  func whatIsNotJSONIsRefusedAtItsByte(text: String, offset: Int) {
    #expect(refusal(text)?.code == .syntax)
    #expect(refusal(text)?.offset == offset)
  }

  @Test(arguments: ["1 2", "{} {}", "null\u{0}", "[]]", #""a"b"#])
  func moreThanOneValueIsRefused(text: String) {
    #expect(refusal(text)?.code == .trailingBytes)
  }

  @Test(
    arguments: [
      [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xFF, 0xFE, 0x7B, 0x00], [0xFE, 0xFF, 0x00, 0x7B],
    ] as [[UInt8]])
  func aByteOrderMarkIsRefused(bytes: [UInt8]) {
    #expect(refusal(bytes: bytes)?.code == .byteOrderMark)
  }

  @Test func utf16WithoutAMarkIsRefused() {
    #expect(refusal(bytes: [0x7B, 0x00, 0x7D, 0x00])?.code == .syntax)
    #expect(refusal(bytes: [0x00, 0x7B, 0x00, 0x7D])?.code == .syntax)
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x20], [0xE0, 0x9F, 0xBF],
      [0xE1, 0x80], [0xE1, 0x80, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF0, 0x90, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
    for text in [[0x22] + bytes + [0x22], [0x7B, 0x22] + bytes + [0x22, 0x3A, 0x31, 0x7D]] {
      #expect(refusal(bytes: text)?.code == .invalidUTF8)
    }
  }

  @Test(
    arguments: [
      [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
      [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
    ] as [[UInt8]])
  func theFirstAndLastOfEachLengthOfUTF8AreKept(bytes: [UInt8]) throws {
    let text = [0x22] + bytes + [0x22]
    #expect(try JSONText(canonicalizing: text).bytes == text)
  }

  @Test(arguments: [
    #""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#, #""\ud800\n""#,
    #""\ude00\ud83d""#,
  ])
  func aLoneSurrogateIsRefused(text: String) {
    #expect(refusal(text)?.code == .loneSurrogate)
  }

  @Test(arguments: [
    #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"b":1,"a":2,"b":3}"#, #"{"a":1,"\u0061":2}"#,
    #"{"\n":1,"\u000a":2}"#, #"{"x":[{"":0,"":1}]}"#, #"{"\ud83d\ude00":1,"😀":2}"#,
    #"{"\/":1,"c":0,"/":2}"#,
  ])
  func aKeyTwiceIsRefusedHoweverItIsWritten(text: String) {
    #expect(refusal(text)?.code == .duplicateKey)
  }

  /// Keys are bytes: those that only Unicode normalisation makes equal are different.
  @Test func keysThatLookAlikeAreDifferent() {
    #expect(refusal("{\"\u{E9}\":1,\"e\u{301}\":2}") == nil)
  }

  @Test(arguments: ["[", #"{"a":"#])
  func nestingIsTakenTo64AndRefusedBeyond(opening: String) {
    let closing = opening == "[" ? "]" : "}"
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + (opening == "[" ? "" : "0")
        + String(repeating: closing, count: depth)
    }
    #expect(refusal(nested(64)) == nil)
    #expect(refusal(nested(65))?.code == .tooDeep)
    #expect(refusal(nested(100_000))?.code == .tooDeep)
    #expect(refusal(nested(128), limits: .own) == nil)
    #expect(refusal(nested(129), limits: .own)?.code == .tooDeep)
    #expect(refusal(String(repeating: opening, count: 100_000))?.code == .tooDeep)
  }

  @Test func aTextOfTheLimitIsTakenAndOneByteMoreIsRefusedUnseen() {
    #expect(refusal("[1,2]", limits: JSONLimits(bytes: 5)) == nil)
    #expect(refusal("[1,2] ", limits: JSONLimits(bytes: 5))?.code == .tooLarge)
    #expect(refusal(bytes: [0xFF, 0xFF], limits: JSONLimits(bytes: 1))?.code == .tooLarge)
  }
}
