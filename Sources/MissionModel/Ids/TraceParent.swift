import Platform

/// A caller's place in a trace, as `traceparent` of W3C Trace Context names it.
package struct TraceParent: Hashable, Sendable {
  /// The trace: 32 hexadecimal digits.
  package let traceID: String
  /// The caller's span: 16 hexadecimal digits.
  package let spanID: String

  /// Reads a whole `traceparent`; nil for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    // What a later version adds comes after version, trace, span and flags.
    guard parts[0] == "00" ? parts.count == 4 : parts.count >= 4, parts[0] != "ff",
      Self.isHex(parts[0], digits: 2), Self.isTraceID(parts[1]), Self.isID(parts[2], digits: 16),
      Self.isHex(parts[3], digits: 2)
    else { return nil }
    (traceID, spanID) = (parts[1], parts[2])
  }

  /// Whether a text is the id of a trace.
  package static func isTraceID(_ text: String) -> Bool { isID(text, digits: 32) }

  /// Whether a text has this many hexadecimal digits, and not only zeros.
  private static func isID(_ text: String, digits: Int) -> Bool {
    isHex(text, digits: digits) && text.contains { $0 != "0" }
  }

  private static func isHex(_ text: String, digits: Int) -> Bool {
    text.utf8.count == digits && [UInt8](hex: text) != nil
  }
}
