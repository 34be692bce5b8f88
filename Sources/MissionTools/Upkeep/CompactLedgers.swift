package import CanonicalJSON
package import EventLog
import EventProjections
package import MissionControl

/// `compact`: makes ledgers' files smaller, their roots the same.
package struct CompactLedgers: Sendable {
  /// The one ledger; nil for all.
  package var ledger: String?

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
