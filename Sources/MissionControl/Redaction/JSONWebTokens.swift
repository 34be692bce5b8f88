/// JSON web tokens in a text, found in one pass however often something begins like one.
///
/// A regular expression tries each beginning anew, to the end of a possible token: on a long line
/// of beginnings, as an agent may write it, its time grows with the square of the length.
enum JSONWebTokens {
  /// The regular expression for a token.
  static let pattern = "eyJ[A-Za-z0-9_-]{10,}[.][A-Za-z0-9_-]{10,}[.][A-Za-z0-9_-]{10,}"

  private static let beginning = Array("eyJ".utf8)
  private static let leastLength = 10

  /// The text with a mark in place of each token.
  static func taken(from text: String, leaving mark: String) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var kept = 0
    var parts: [Range<Int>] = []
    var position = 0
    while position < bytes.count {
      let part = part(of: bytes, from: position)
      parts = parts.suffix(2) + [part]
      if parts.count == 3, let start = start(of: parts, in: bytes) {
        output += bytes[kept..<start]
        output += mark.utf8
        kept = part.upperBound
        parts = []
      }
      position = part.upperBound + 1
      if part.upperBound < bytes.count, bytes[part.upperBound] != UInt8(ascii: ".") { parts = [] }
    }
    return kept == 0 ? text : String(decoding: output + bytes[kept...], as: UTF8.self)
  }

  /// The letters, digits, `-` and `_` from a position on.
  private static func part(of bytes: [UInt8], from start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, isOfPart(bytes[end]) { end += 1 }
    return start..<end
  }

  /// The start of the token with these three parts; nil where they are not a token's.
  private static func start(of parts: [Range<Int>], in bytes: [UInt8]) -> Int? {
    guard let first = parts.first, parts.dropFirst().allSatisfy({ $0.count >= leastLength })
    else { return nil }
    let last = first.upperBound - beginning.count - leastLength
    guard first.lowerBound <= last else { return nil }
    return (first.lowerBound...last).first {
      bytes[$0..<($0 + beginning.count)].elementsEqual(beginning)
    }
  }

  private static func isOfPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
