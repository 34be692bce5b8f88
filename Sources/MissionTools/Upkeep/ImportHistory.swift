package import CanonicalJSON
import MissionModel
package import MissionReplay

/// `import`: takes a ledger of the predecessor, or an export, into the home's ledgers.
package struct ImportHistory: Sendable {
  /// Where the file lies.
  private let path: String
  /// The file's name in provenance.
  private let name: String
  /// Whether to say only what would be done.
  private let isRehearsal: Bool

  package init(path: String, name: String, isRehearsal: Bool = false) {
    self.path = path
    self.name = name
    self.isRehearsal = isRehearsal
  }

  /// Imports the file, telling how far it is.
  package func answer(
    _ context: ToolContext,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ImportAnswer {
    ImportAnswer(
      report: try await FleetImport(context.fleet, context.call).run(
        path, name: name, isRehearsal: isRehearsal, progress: progress))
  }
}

/// What `import` answers.
package struct ImportAnswer: ToolAnswer {
  /// What was done and found.
  package let report: ImportReport

  package var hint: String? {
    report.isRehearsal && report.isChange ? "the same call without dry_run imports it" : nil
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("file", report.file)
    writer.field("form", report.form.rawValue)
    writer.field("dry_run", report.isRehearsal)
    writer.field("missions", report.missions)
    writer.field("imported", report.imported)
    writer.field("already_imported", report.already)
    writer.field("events_kept", report.eventsKept)
    writer.field("events_already_kept", report.eventsAlready)
    writer.field("by_ledger", object: { Self.write(report.byLedger, into: &$0) })
    writer.field(
      "by_status",
      object: { object in
        for status in MissionStatus.allCases {
          object.field(status.rawValue, report.byStatus[status] ?? 0)
        }
      })
    writer.field("vps", report.vps.map(\.rawValue).sorted())
    writer.field("restored", object: { Self.write(report.restored, into: &$0) })
    writer.field("oddities", report.oddities)
    writer.field("not_carried", report.leftOut)
  }

  private static func write(_ counts: [String: some JSONWritable], into object: inout JSONWriter) {
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) { object.field(name, count) }
  }
}

extension ImportReport.Finding: JSONWritable {
  /// Writes what was odd, how often, and the first examples.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("kind", kind.rawValue)
      writer.field("count", count)
      writer.field("message", kind.sentence)
      writer.field("examples", examples)
    }
  }
}

extension LegacyOddity: JSONWritable {
  /// Writes where it was met, and what was found there.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("table", table)
      writer.field("key", key)
      writer.field("detail", detail)
    }
  }
}

extension ImportReport.LeftOut: JSONWritable {
  /// Writes what was left, and why.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("what", what)
      writer.field("count", count)
      writer.field("reason", reason)
    }
  }
}
