public import EventLog
internal import EventLogSQLite
internal import Platform

/// A log whose projections move with it: rows and events in one file, changed in one transaction.
///
/// What is acknowledged is durable and is in the rows. Rows that are of another version than the program's are never
/// served: reads and writes throw `outdated` or `newer`, and the log itself stays readable through `log`.
public final class ProjectedLog: Sendable {
  /// The log itself: what is appended through it moves the rows too.
  public let log: EventLog
  let projections: ProjectionSet
  let writer: ProjectionWriter
  let replays = BlockingPool(name: "replay", threads: 1)

  init(_ log: EventLog, _ projections: ProjectionSet) {
    self.log = log
    self.projections = projections
    writer = ProjectionWriter(projections)
  }

  /// Opens a log with its projections; with access `readWrite` a missing one is made.
  ///
  /// Blocks its thread. With access `readWrite`, projections whose stored rows are of an older fold, or missing, are
  /// rebuilt here when `autoRebuild` says so, which takes about a microsecond an event; and what a killed rebuild has
  /// left is dropped. `progress` hears how far such a rebuild is, `rebuilt` what it changed. Throws what
  /// `EventLog.open` throws; for a reader a log that is empty and never had a row is one that is yet to be made.
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

  /// Whether nothing but an empty log is there: its writer was killed, or knew of no projections.
  ///
  /// Whatever ails the file its readers will say.
  private var isYetToBeMade: Bool {
    let isYetToBeMade = try? log.readBlocking { reader in
      try reader.query { connection in
        // A log that is read up to a position hides what is after it.
        try Catalog.entries(connection).isEmpty
          && connection.integer("SELECT 1 FROM main.events LIMIT 1") == nil
      }
    }
    return isYetToBeMade ?? false
  }

  /// Runs a decision on the writer thread and returns its answer once what it appended is durable.
  ///
  /// A decision that throws is refused: nothing is written, no row moves, and its error is thrown here.
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

  /// Does what `write` does for a plain thread, which it blocks.
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

  /// Runs a reading body on the reader pool, over one snapshot of the log and its rows.
  public func read<T: Sendable>(
    _ body: @escaping @Sendable (ProjectionReader) throws -> T
  ) async throws -> T {
    try await log.read { reader in
      try body(self.snapshot(reader))
    }
  }

  /// Does what `read` does on the calling thread, which must be a plain one.
  public func readBlocking<T: Sendable>(
    _ body: @Sendable (ProjectionReader) throws -> T
  ) throws -> T {
    try log.readBlocking { reader in
      try body(snapshot(reader))
    }
  }

  /// Makes a reader of a snapshot; of a log that is read up to a position, lays the rows of that moment.
  ///
  /// Throws unless the rows are the program's.
  func snapshot(_ reader: LogReader) throws -> ProjectionReader {
    try reader.checkRows(of: projections.stored)
    let isPast = log.options.through != nil
    if isPast { try PastRows(projections: projections).lay(over: reader) }
    return ProjectionReader(reader, isPast: isPast)
  }

  /// Serves what was taken, refuses the rest, and lets go of the file.
  public func close() {
    log.close()
  }

  /// The names of its projections.
  public var projectionNames: [String] { projections.stored.map(\.name) }

  /// The projections of these names, in the order in which the log was opened with them; all for nil.
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

  /// Makes what is missing, drops what a killed rebuild left, and rebuilds what is older than the program.
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
      // What an empty log lacks was made just now; what it has may be as old as any.
      let stored = found.entries[projection.name]?.version ?? (found.head > 0 ? 0 : .max)
      return stored < projection.version
    }
    guard !old.isEmpty else { return [] }
    return try rebuildBlocking(old.map(\.name), onlyOlder: true, progress: progress)
  }
}
