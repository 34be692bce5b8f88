/// The trace that a call belongs to, as `traceparent` of W3C Trace Context names it.
package enum TraceParent {
  /// The digits of version, trace, parent and flags; what a later version adds comes after them.
  private static let digits = [2, 32, 16, 2]

  /// The trace's id, 32 hex digits; nil for a text that is none.
  package static func traceID(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts[0] == "00" ? parts.count == digits.count : parts.count >= digits.count,
      parts[0] != "ff",
      zip(parts, digits).allSatisfy({ isHex($0, count: $1) }),
      parts[1...2].allSatisfy({ part in part.contains { $0 != "0" } })
    else { return nil }
    return String(parts[1])
  }

  private static func isHex(_ part: Substring, count: Int) -> Bool {
    part.utf8.count == count
      && part.utf8.allSatisfy {
        ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
          || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f"))
      }
  }
}
