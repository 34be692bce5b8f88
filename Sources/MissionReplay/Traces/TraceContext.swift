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
    if let parent = TraceParent(given) {
      (traceID, parentSpanID) = (parent.traceID, parent.spanID)
    } else if TraceParent.isTraceID(plain) {
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
}
