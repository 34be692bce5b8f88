public import EventLog
internal import EventLogSQLite
internal import Platform

/// A log whose projections move with it: rows and events in one file, changed in one transaction.
///
/// An acknowledged append is durable and is in the rows. Rows of another version than the program's
/// are never served: reads and writes throw `outdated` or `newer`, and the log itself stays
/// readable through `log`.
public final class ProjectedLog: Sendable {
  /// The log itself; events appended through it change the rows too.
  public let log: EventLog
  let projections: ProjectionSet
  let writer: ProjectionWriter
  let replays = BlockingPool(name: "replay", threads: 1)

  init(_ log: EventLog, _ projections: ProjectionSet) {
    self.log = log
    self.projections = projections
    writer = ProjectionWriter(projections)
  }

  /// Opens a log with its projections; with access `readWrite` a missing file is made.
  ///
  /// Blocks its thread. With access `readWrite`, projections whose stored rows are of an older
  /// fold, or missing, are rebuilt here if `autoRebuild` is true, which takes about a microsecond
  /// an event; and the remains of a killed rebuild are dropped. `progress` is told how far such a
  /// rebuild is, `rebuilt` what it changed.
  ///
  /// - Throws: The errors of `EventLog.open`; to a reader, an empty log that never had a row is
  ///   `notFound`.
  public static func open(
    _ path: String, _ options: EventLog.Options = EventLog.Options(),
    projections: ProjectionSet, autoRebuild: Bool = true,
    progress: @escaping @Sendable (ReplayProgress) -> Void = { _ in },
    rebuilt: ([RebuildReport]) -> Void = { _ in }
  ) throws -> ProjectedLog {
    let log = try EventLog.open(path, options) { connection, now throws(SQLiteError) in
      _ = try projections.makeTables(connection, at: now)
    }
    let ledger = ProjectedLog(log, projections)
    if options.access == .readWrite {
      ledger.log.attach(ledger.writer)
      do {
        let reports = try ledger.settle(autoRebuild: autoRebuild, progress)
        if !reports.isEmpty { rebuilt(reports) }
      } catch {
        ledger.close()
        throw error
      }
    } else if ledger.isYetToBeMade {
      ledger.close()
      throw LogError.missing(path)
    }
    return ledger
  }

  /// Whether there is only an empty log, whose writer was killed or knew of no projections.
  ///
  /// False on any error: readers will meet it themselves.
  private var isYetToBeMade: Bool {
    let isYetToBeMade = try? log.readBlocking { reader in
      try reader.query { connection in
        // A log that is read up to a position hides later events.
        try Catalog.entries(connection).isEmpty
          && connection.integer("SELECT 1 FROM main.events LIMIT 1") == nil
      }
    }
    return isYetToBeMade ?? false
  }

  /// Runs a decision on the writer thread and returns its answer once its events are durable.
  ///
  /// A decision that throws is refused: nothing is written, no row changes, and its error is thrown
  /// here.
  @discardableResult
  public func write<T: Sendable>(
    _ decide: @escaping @Sendable (ProjectionTransaction) throws -> T
  ) async throws -> T {
    let writer = writer
    return try await log.write { transaction in
      try writer.checkAllMove()
      return try decide(ProjectionTransaction(transaction, writer))
    }
  }

  /// Does what `write` does, but blocks its plain thread.
  @discardableResult
  public func writeBlocking<T: Sendable>(
    _ decide: @escaping @Sendable (ProjectionTransaction) throws -> T
  ) throws -> T {
    let writer = writer
    return try log.writeBlocking { transaction in
      try writer.checkAllMove()
      return try decide(ProjectionTransaction(transaction, writer))
    }
  }

  /// Runs `body` on the reader pool, over one snapshot of the log and its rows.
  public func read<T: Sendable>(
    _ body: @escaping @Sendable (ProjectionReader) throws -> T
  ) async throws -> T {
    try await log.read { reader in
      try body(self.snapshot(reader))
    }
  }

  /// Does what `read` does, but on the calling thread, which must be a plain one.
  public func readBlocking<T: Sendable>(
    _ body: @Sendable (ProjectionReader) throws -> T
  ) throws -> T {
    try log.readBlocking { reader in
      try body(snapshot(reader))
    }
  }

  /// Makes a reader of a snapshot; for a log that is read up to a position, with the rows of that
  /// moment.
  ///
  /// - Throws: `outdated`, `newer` or `corruptRow` unless the rows are the program's.
  func snapshot(_ reader: LogReader) throws -> ProjectionReader {
    try reader.checkRows(of: projections.stored)
    let isPast = log.options.through != nil
    if isPast { try PastRows(projections: projections).lay(over: reader) }
    return ProjectionReader(reader, isPast: isPast)
  }

  /// Serves the queued commands, refuses later ones, and releases the file.
  public func close() {
    log.close()
  }

  /// The names of the log's projections.
  public var projectionNames: [String] { projections.stored.map(\.name) }

  /// The projections with these names, in the order in which the log was opened with them; all for
  /// nil.
  func chosen(_ names: [String]?) throws(ProjectionError) -> ProjectionSet {
    guard let names else { return projections }
    let known = projections.stored.map(\.name)
    if let name = names.first(where: { !known.contains($0) }) {
      throw ProjectionError(
        .unknown,
        "there is no projection \(name); there are \(known.joined(separator: ", "))")
    }
    return projections.choosing(names)
  }

  /// Makes missing tables, drops the remains of a killed rebuild, and rebuilds rows older than the
  /// program.
  private func settle(
    autoRebuild: Bool, _ progress: @escaping @Sendable (ReplayProgress) -> Void
  ) throws -> [RebuildReport] {
    let projections = projections.stored
    let found = try log.readBlocking { reader in
      try reader.query { connection in
        (
          entries: try Catalog.entries(connection), head: reader.head,
          debris: try Catalog.hasDebris(connection)
        )
      }
    }
    if found.head == 0, projections.contains(where: { found.entries[$0.name] == nil }) {
      try log.writeBlocking { _ in }
    }
    if found.debris { try dropDebris() }
    guard autoRebuild else { return [] }
    let old = projections.filter { projection in
      // In an empty log a missing projection was made just now; one that is there may be of any
      // age.
      let stored = found.entries[projection.name]?.version ?? (found.head > 0 ? 0 : .max)
      return stored < projection.version
    }
    guard !old.isEmpty else { return [] }
    return try rebuildBlocking(old.map(\.name), onlyOlder: true, progress: progress)
  }
}
