package import CanonicalJSON
package import EventLog
import EventProjections
package import MissionControl
import Platform

/// `compact`: makes ledgers' files smaller, their roots the same.
package struct CompactLedgers: Sendable {
  /// The one ledger; nil for all.
  private let ledger: String?

  package init(ledger: String? = nil) {
    self.ledger = ledger
  }

  /// Compacts every ledger that can be written, one after the other, telling how far it is.
  ///
  /// - Throws: a ledger's error where none could be compacted.
  package func answer(
    _ context: ToolContext,
    progress: @escaping @Sendable (_ ledger: String, CompactionProgress) -> Void = { _, _ in }
  ) async throws -> CompactAnswer {
    try context.fleet.checkMayWrite()
    let (reports, warnings) = try await context.fleet.askLogs(ledger) { readable in
      let name = readable.log.name
      let log = try await context.fleet.writableLog(named: name)
      return try await log.log.compact { progress(name, $0) }
    }
    if reports.isEmpty, let error = warnings.firstLedgerError { throw error }
    return CompactAnswer(reports: reports, warnings: warnings)
  }
}

extension CompactLedgers {
  /// Names the ledgers that would be compacted, and writes nothing.
  ///
  /// - Throws: a ledger's error where none could be read.
  package func rehearsal(_ context: ToolContext) async throws -> CompactRehearsal {
    try context.fleet.checkMayWrite()
    let (ledgers, warnings) = try await context.fleet.askLogs(ledger) { readable in
      let log = readable.log
      let root = try await log.read { try $0.root() }
      return CompactRehearsal.Ledger(
        name: log.name, events: root.size, fileBytes: try FileSystem.info(log.path).bytes)
    }
    if ledgers.isEmpty, let error = warnings.firstLedgerError { throw error }
    return CompactRehearsal(ledgers: ledgers, warnings: warnings)
  }
}

/// What `compact --dry-run` answers.
package struct CompactRehearsal: ToolAnswer {
  /// A ledger that would be compacted.
  package struct Ledger: JSONWritable, Sendable {
    package let name: String
    package let events: Int64
    package let fileBytes: Int64

    package func write(into writer: inout JSONWriter) {
      writer.object { writer in
        writer.field("ledger", name)
        writer.field("size", events)
        writer.field("file_bytes", fileBytes)
      }
    }
  }

  /// The ledgers, by name.
  package let ledgers: [Ledger]
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    writer.field("dry_run", true)
    writer.field("ledgers", ledgers)
  }
}

/// What `compact` answers.
package struct CompactAnswer: ToolAnswer {
  /// What was done, by ledger.
  package let reports: [CompactionReport]
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    writer.field("ledgers", reports)
  }
}

extension CompactionReport: JSONWritable {
  /// Writes the sizes before and after, and the root that stayed.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", root.ledger)
      writer.field("size", root.size)
      writer.field("root", root.hex)
      writer.field("before", object: { Self.write(before, into: &$0) })
      writer.field("after", object: { Self.write(after, into: &$0) })
      writer.field("dictionary", dictionary)
      writer.field("dictionary_is_new", dictionaryIsNew)
    }
  }

  private static func write(_ size: Size, into writer: inout JSONWriter) {
    writer.field("file_bytes", size.file)
    writer.field("payload_bytes", size.payloads)
    writer.field("stored_bytes", size.stored)
  }
}
