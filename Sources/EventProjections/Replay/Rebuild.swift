internal import CanonicalJSON
internal import EventLog

/// A rebuild, which folds the whole log into tables beside the stored ones, then swaps them in one
/// transaction.
///
/// Writers and readers go on meanwhile: the fold reads snapshots and writes in short transactions,
/// and only the last one makes them wait (the events appended meanwhile, and the swap; after an
/// append, the comparison too). A killed rebuild leaves the stored rows as they are, and tables
/// that the next opening for writing drops.
///
/// The fold checks no leaves. If it gives the rows that are stored already, it has changed nothing;
/// other rows are trusted only once the leaves of everything folded have been checked.
struct Rebuild {
  let log: EventLog
  let writer: ProjectionWriter
  let projections: ProjectionSet
  /// Whether rows of a newer fold than the program's may be replaced.
  let downgrade: Bool
  let actor: String
  let pace: FoldPace
  let progress: @Sendable (ReplayProgress) -> Void

  /// Runs the rebuild on the calling thread, which must be a plain one.
  func run() throws -> [RebuildReport] {
    let entries = try begin()
    let position = try replay()
    let comparing = Comparing(log: log, projections: projections.stored, at: position)
    try index(entries)
    try mendMoves()
    let compared = try comparing.result()
    if !(compared?.allSatisfy(\.isSame) ?? false) {
      try LeafCheck(log: log, threads: pace.threads).run(through: position)
    }
    return try finish(entries, after: position, compared)
  }

  private func begin() throws -> [String: Catalog.Entry] {
    let (projections, downgrade) = (projections.stored, downgrade)
    return try log.writeExclusivelyBlocking { transaction, connection in
      try Catalog.create(connection)
      try Catalog.dropDebris(connection)
      let entries = try Catalog.entries(connection)
      for projection in projections where !downgrade {
        let condition = ProjectionWriter.Condition(
          of: entries[projection.name], program: projection.version, head: transaction.head)
        if case .newer = condition { try condition.check(projection) }
      }
      for projection in projections {
        // Rows without an entry in the catalog belong to nobody, and their indexes have the names
        // of the new ones.
        if entries[projection.name] == nil { try projection.tables.dropStored(connection) }
        try projection.tables.createBeside(connection)
        try projection.tables.createIndexes(
          dense: false, generation: Self.generation(of: projection, entries), connection)
      }
      return entries
    }
  }

  /// Folds the log up to its head, and again until nothing was appended meanwhile; returns the last
  /// position.
  private func replay() throws -> Int64 {
    let fold = projections.members.makeFold(pace)
    defer { try? log.writeExclusivelyBlocking { _, _ in fold.letGo() } }
    var position: Int64 = 0
    while true {
      let head = try log.readBlocking { $0.head }
      guard head > position else { break }
      try fold.run(log, after: position, through: head) { events in
        progress(ReplayProgress(events: events, total: head))
      }
      position = head
    }
    try log.writeExclusivelyBlocking { _, connection in try fold.write(connection) }
    return position
  }

  private func index(_ entries: [String: Catalog.Entry]) throws {
    for projection in projections.stored {
      try log.writeExclusivelyBlocking { _, connection in
        try projection.tables.createIndexes(
          dense: true, generation: Self.generation(of: projection, entries), connection)
      }
    }
  }

  private static func generation(
    of projection: StoredProjection, _ entries: [String: Catalog.Entry]
  ) -> Int64 {
    entries[projection.name]?.nextGeneration ?? 1
  }

  /// Drops the lists of moved streams if they differ from the log or can't be read.
  ///
  /// They depend on no fold, so nothing else would drop them; they are made again as the log goes
  /// on.
  private func mendMoves() throws {
    guard projections.stored.contains(where: { $0.past.way == .streams }) else { return }
    let found = try? log.readBlocking { reader in
      try reader.query { try StreamMoves.firstBreak(through: reader.head, $0) != nil }
    }
    guard found ?? true else { return }
    try log.writeExclusivelyBlocking { _, connection in try StreamMoves.drop(connection) }
  }

  /// Swaps the tables; `compared` holds their comparison at this position, if nothing was appended
  /// since.
  private func finish(
    _ entries: [String: Catalog.Entry], after position: Int64, _ compared: [FoldComparison]?
  ) throws -> [RebuildReport] {
    let (projections, writer, actor) = (projections, writer, actor)
    return try log.writeExclusivelyBlocking { transaction, connection in
      let rows = projections.members.makeRows(.beside)
      let head = transaction.head
      try transaction.replay(after: position) { event in
        try rows.apply(event, standing: rows.rows.map { _ in 0 }, connection)
      }
      for rows in rows.rows { try rows.flush(connection) }
      let comparisons =
        try (head == position ? compared : nil)
        ?? projections.stored.map { try FoldComparison($0, connection) }
      let reports = zip(projections.stored, comparisons).map { projection, comparison in
        RebuildReport(
          projection, comparison, stored: entries[projection.name]?.version, at: head)
      }
      for report in reports {
        let event = try transaction.append(report.event(by: actor), to: .log)
        try rows.apply(event, standing: rows.rows.map { _ in 0 }, connection)
      }
      for rows in rows.rows { try rows.flush(connection) }
      // The events of the rebuild have also changed rows of the projections that it leaves alone.
      try writer.flushAlone(connection)
      for projection in projections.stored {
        try projection.tables.swap(connection)
        let entry = Catalog.Entry(
          version: projection.version,
          generation: Self.generation(of: projection, entries), builtAt: transaction.now,
          position: nil)
        try Catalog.set(entry, of: projection.name, connection)
      }
      writer.tablesSwapped()
      return reports
    }
  }
}

extension RebuildReport {
  /// The type of the event that records a rebuild.
  package static let eventType = "log.projection_rebuilt"

  /// Reports the result of a comparison.
  init(
    _ projection: StoredProjection, _ comparison: FoldComparison, stored: Int?, at head: Int64
  ) {
    self.init(
      name: projection.name, storedVersion: stored, version: projection.version, position: head,
      storedDigest: comparison.storedDigest?.hexadecimal(),
      digest: comparison.foldedDigest.hexadecimal(), rows: comparison.foldedDigest.rows,
      added: comparison.added, changed: comparison.changed, removed: comparison.removed)
  }

  /// The event that records the rebuild.
  func event(by actor: String) -> NewEvent {
    var writer = JSONWriter(order: .sorted)
    writer.object { json in
      json.field("projection", name)
      json.field("stored_version", storedVersion)
      json.field("version", version)
      json.field("stored_digest", storedDigest)
      json.field("digest", digest)
      json.field("rows", rows)
      json.field("added", added)
      json.field("changed", changed)
      json.field("removed", removed)
    }
    return NewEvent(type: Self.eventType, payload: writer.finishText(), actor: actor)
  }
}
