package import CanonicalJSON
import EventLog
package import EventProjections
package import MissionControl
package import MissionModel

/// `rebuild --check`: compares projections with a fold of the log, changing nothing.
package struct CheckProjections: FleetRequest {
  package static let summary =
    "Compares a projection with a fold of the log, and changes nothing."
  package static let parameters = [ChosenProjections.name]

  /// Which projections, by name; nil for all.
  private let names: [String]?

  package init(names: [String]? = nil) {
    self.names = names
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(names: [try arguments.requiredText(ChosenProjections.name)])
  }

  /// Checks nothing: `perform` refuses a name that no ledger has.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> CheckAnswer {
    try await answer(context) { _, _ in }
  }

  /// Compares them in every ledger that can be read, telling how far it is.
  package func answer(
    _ context: ToolContext, progress: @escaping @Sendable (String, ReplayProgress) -> Void
  ) async throws -> CheckAnswer {
    let (answers, warnings) = try await ChosenProjections(names).ask(context.fleet) { log, own in
      let name = log.log.name
      let reports = try await log.check(own) { progress(name, $0) }
      return reports.map { LedgerProjection(ledger: name, report: $0) }
    }
    return CheckAnswer(checked: answers.flatMap(\.self), warnings: warnings)
  }
}

/// What `rebuild --check` answers.
package struct CheckAnswer: DescribedAnswer {
  package static let fields = [Field("sound", .boolean), Field("checked", .list(.anyObject))]

  /// What was compared, ledger by ledger.
  package let checked: [LedgerProjection<CheckReport>]
  package let warnings: [Warning]

  /// Whether the compared rows and the parked events are what the log says.
  package var isSound: Bool { checked.allSatisfy(\.report.isWhole) }

  package var hint: String? {
    !isSound ? "missionlog rebuild replaces the stored rows with the log's" : nil
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("sound", isSound && !leavesOutALedger)
    writer.field("checked", checked)
  }
}

extension CheckReport: ProjectionFacts {
  package func writeFacts(into writer: inout JSONWriter) {
    writer.field("name", name)
    writer.field("version", version)
    writer.field("position", position)
    writer.field("rows", rows)
    writer.field("sound", isWhole)
    writer.field("stored_digest", storedDigest)
    writer.field("folded_digest", foldedDigest)
    writer.field("differing", differing)
    writer.field("parked_break", parkedBreak)
    writer.field("differences", differences)
  }
}

extension RowDifference: JSONWritable {
  /// Writes the row's key, and each column's two values with the event that set it.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("key", key)
      writer.field("stream", stream?.string)
      writer.field("change", change.rawValue)
      writer.field("status_before", statusBefore)
      writer.field("status_after", statusAfter)
      writer.field("last_event_id", lastEvent?.description)
      writer.field("columns", columns)
    }
  }
}

extension ColumnDifference: JSONWritable {
  /// Writes the column's stored and folded value.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("column", column)
      writer.field("stored", stored)
      writer.field("folded", folded)
      writer.field("event_id", event?.description)
    }
  }
}

extension SQLValue: JSONWritable {
  /// Writes the value; bytes as hexadecimal digits.
  package func write(into writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .integer(let number): writer.value(number)
    case .text(let text): writer.value(text)
    case .blob: writer.value(description)
    }
  }
}
