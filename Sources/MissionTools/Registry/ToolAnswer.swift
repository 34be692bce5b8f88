package import CanonicalJSON
package import MissionControl
import MissionModel

/// What a tool or a command answers: typed for a door that draws it, and one JSON object for every other.
package protocol ToolAnswer: Sendable {
  /// What the caller should know although the call succeeded.
  var warnings: [Warning] { get }
  /// The same in words for a person.
  var remarks: [String] { get }
  /// One line: what to call next.
  var hint: String? { get }
  /// Whether a check found something, which a command says by exit code 1.
  var foundSomething: Bool { get }
  /// Whether the answer is that of some ledgers alone, since another could not be read: a finding to every check.
  var leavesOutALedger: Bool { get }

  /// Writes the answer's own members.
  func write(into writer: inout JSONWriter)
}

extension ToolAnswer {
  package var warnings: [Warning] { [] }
  package var remarks: [String] { warnings.map(\.message) }
  package var hint: String? { nil }
  package var foundSomething: Bool { false }
  package var leavesOutALedger: Bool { warnings.firstLedgerError != nil }

  /// The answer as every door gives it: `ok`, its members, and warnings and a hint where there are any.
  package var json: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writeObject(into: &writer)
    return writer.finish()
  }

  /// The same as a model reads it to whom these tools are served: without a hint that names another.
  package func json(serving tools: [Tool]) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    let isOpen = hint.map { Tools.areNamed(in: $0, among: Set(tools.map(\.name))) } ?? true
    writeObject(hint: isOpen ? hint : nil, into: &writer)
    return writer.finish()
  }

  /// Writes the whole object that `json` is.
  package func writeObject(into writer: inout JSONWriter) {
    writeObject(hint: hint, into: &writer)
  }

  private func writeObject(hint: String?, into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ok", true)
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
