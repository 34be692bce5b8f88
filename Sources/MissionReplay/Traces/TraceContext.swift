import MissionModel
import Platform

/// The place of a mission's spans: a trace, and the caller's span if the caller named one.
///
/// Everything is derived from names alone, so that the same mission has the same ids in every
/// export. The missions of one chain share a trace.
struct TraceContext: Hashable, Sendable {
  /// 32 hexadecimal digits.
  let traceID: String
  /// The caller's span, 16 hexadecimal digits, if its `trace_id` is a whole `traceparent`.
  let parentSpanID: String?

  /// Reads the caller's value: a W3C `traceparent`, a trace id of 32 digits, or a UUID; any other
  /// value, or none, gives a trace of the chain's first mission.
  init(of facts: MissionFacts) {
    let given = facts.traceID.map { $0.lowercased() } ?? ""
    let parts = given.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let plain = parts.map(\.count) == [8, 4, 4, 4, 12] ? parts.joined() : given
    if parts.count >= 4, parts[0].count == 2, parts[0] != "ff", Self.isID(parts[0], 2, zero: true),
      Self.isID(parts[1], 32), Self.isID(parts[2], 16)
    {
      (traceID, parentSpanID) = (parts[1], parts[2])
    } else if Self.isID(plain, 32) {
      (traceID, parentSpanID) = (plain, nil)
    } else {
      (traceID, parentSpanID) = (Self.hash("trace", facts.chainID.rawValue, digits: 32), nil)
    }
  }

  /// The id of a part of a mission's course: 16 hexadecimal digits.
  static func spanID(_ mission: MissionID, _ part: String) -> String {
    hash("span", mission.rawValue + "\n" + part, digits: 16)
  }

  private static func hash(_ kind: String, _ name: String, digits: Int) -> String {
    let text = Array("missionlog \(kind)\n\(name)".utf8)
    return String(Digest(of: text.span).description.prefix(digits))
  }

  /// Whether a text has this many hexadecimal digits, and not only zeros.
  private static func isID(_ text: String, _ count: Int, zero: Bool = false) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy(Self.isDigit)
      && (zero || text.contains { $0 != "0" })
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
