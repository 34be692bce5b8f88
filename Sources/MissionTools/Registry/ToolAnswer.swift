package import CanonicalJSON
package import MissionControl
package import MissionModel

/// What a tool or a command answers: typed for a door that draws it, and one JSON object for every
/// other.
package protocol ToolAnswer: Sendable {
  /// What the caller should know although the call succeeded.
  var warnings: [Warning] { get }
  /// The same in words for a person.
  var remarks: [String] { get }
  /// One line: what to call next.
  var hint: String? { get }
  /// The hint for a caller that is not served a tool which `hint` names.
  var bareHint: String? { get }
  /// The error of the first ledger that the answer leaves out, as the warnings tell it; nil where
  /// none is left out.
  var leftOut: MissionError? { get }

  /// Writes the answer's own members.
  func write(into writer: inout JSONWriter)
}

extension ToolAnswer {
  package var warnings: [Warning] { [] }
  package var remarks: [String] { warnings.map(\.message) }
  package var hint: String? { nil }
  package var bareHint: String? { nil }
  package var leftOut: MissionError? { warnings.leftOut }
  /// Whether an unreadable ledger is left out, which every check counts as a finding.
  package var leavesOutALedger: Bool { leftOut != nil }

  /// The answer as every door gives it: `ok`, its members, and warnings and a hint where there are
  /// any.
  package var json: [UInt8] { json(failing: nil) }

  /// The same for a command that failed after a part of its work: `ok` is false beside the error.
  package func json(failing error: MissionError?) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writeObject(failing: error, hint: hint, into: &writer)
    return writer.finish()
  }

  /// The same for a model that is served these tools: `bareHint` replaces a hint that names
  /// another.
  package func json(serving tools: [Tool]) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    let isOpen = hint.map { Tools.areNamed(in: $0, among: Set(tools.map(\.name))) } ?? true
    writeObject(hint: isOpen ? hint : bareHint, into: &writer)
    return writer.finish()
  }

  /// Writes the whole object that `json` is.
  package func writeObject(into writer: inout JSONWriter) {
    writeObject(hint: hint, into: &writer)
  }

  private func writeObject(
    failing error: MissionError? = nil, hint: String?, into writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.field("ok", error == nil)
      if let error { writer.field("error", error) }
      write(into: &writer)
      if !warnings.isEmpty { writer.field("warnings", warnings) }
      writer.fieldIfPresent("hint", hint)
    }
  }
}

extension Warning: JSONWritable {
  /// Writes the warning: what kind it is, what it says, and what it is about.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("code", kind.rawValue)
      writer.field("message", message)
      writer.fieldIfPresent("mission_id", missionID?.rawValue)
      writer.fieldIfPresent("ledger", ledger)
      writer.fieldIfPresent("error", error?.code.rawValue)
    }
  }
}
