internal import CanonicalJSON
internal import EventLog
internal import EventLogSQLite

/// Folds the whole log into tables beside the stored ones, then swaps them in one transaction.
///
/// Writers and readers go on meanwhile: the fold reads snapshots and writes in short transactions, and only the last
/// one (what was appended meanwhile, the comparison, the swap) makes them wait. A rebuild that is killed leaves the
/// stored rows as they are, and tables that the next opening for writing drops.
struct Rebuild {
  /// Events read in one snapshot.
  private static let chunk: Int64 = 50_000
  /// Rows held in memory before they are written, in one transaction.
  private static let heldRows = 16_384

  let log: EventLog
  let writer: ProjectionWriter
  let projections: [AnyProjection]
  /// Whether rows of a newer fold than the program's may be replaced.
  let downgrade: Bool
  let actor: String
  let progress: @Sendable (ReplayProgress) -> Void

  /// Runs the rebuild on the calling thread, which must be a plain one.
  func run() throws -> [RebuildReport] {
    let folds = projections.map { $0.makeFold() }
    let entries = try begin(folds)
    let position = try replay(folds)
    try index(folds, entries)
    return try finish(folds, entries, after: position)
  }

  private func begin(_ folds: [any TableFold]) throws -> [String: Catalog.Entry] {
    let (projections, downgrade) = (projections, downgrade)
    return try log.writeExclusivelyBlocking { _, connection in
      try Catalog.create(connection)
      try Catalog.dropDebris(connection)
      let entries = try Catalog.entries(connection)
      for projection in projections where !downgrade {
        let condition = ProjectionWriter.Condition(
          stored: entries[projection.name]?.version, program: projection.version)
        if case .newer = condition { try condition.check(projection) }
      }
      for fold in folds { try fold.createBeside(connection) }
      return entries
    }
  }

  /// Folds snapshot after snapshot until one has nothing new; returns the last position.
  private func replay(_ folds: [any TableFold]) throws -> Int64 {
    var position: Int64 = 0
    while true {
      let start = position
      let (end, head) = try log.readBlocking { reader in
        let end = min(reader.head, start + Self.chunk)
        try reader.query { connection in
          defer { for fold in folds { fold.rows.letGo() } }
          // With the leaf check: a row folded from an altered payload would hide that it was altered.
          try reader.forEach(after: start, through: end) { event in
            for fold in folds { try fold.rows.apply(event, connection) }
            return true
          }
        }
        return (end, reader.head)
      }
      position = end
      progress(ReplayProgress(events: end, total: head))
      try spill(folds.filter { end == head || $0.rows.count > Self.heldRows })
      if end == head { return position }
    }
  }

  /// Writes the rows in memory to the tables beside, each fold's in a transaction of its own.
  private func spill(_ folds: [any TableFold]) throws {
    for fold in folds {
      try log.writeExclusivelyBlocking { _, connection in
        defer { fold.rows.letGo() }
        try fold.rows.flush(connection)
      }
      fold.rows.forget()
    }
  }

  private func index(_ folds: [any TableFold], _ entries: [String: Catalog.Entry]) throws {
    for fold in folds {
      let generation = (entries[fold.name]?.generation ?? 0) + 1
      try log.writeExclusivelyBlocking { _, connection in
        try fold.createIndexes(generation: generation, connection)
      }
    }
  }

  private func finish(
    _ folds: [any TableFold], _ entries: [String: Catalog.Entry], after position: Int64
  ) throws -> [RebuildReport] {
    let (projections, writer, actor) = (projections, writer, actor)
    return try log.writeExclusivelyBlocking { transaction, connection in
      defer { for fold in folds { fold.rows.letGo() } }
      let head = transaction.head
      try transaction.replay(after: position) { event in
        for fold in folds { try fold.rows.apply(event, connection) }
      }
      let reports = try zip(projections, folds).map { projection, fold in
        try fold.rows.flush(connection)
        return try Self.report(
          projection, fold, stored: entries[fold.name]?.version, at: head, connection)
      }
      for report in reports {
        let event = try transaction.append(report.event(by: actor), to: RebuildReport.stream)
        for fold in folds { try fold.rows.apply(event, connection) }
      }
      for (projection, fold) in zip(projections, folds) {
        try fold.rows.flush(connection)
        try fold.swap(connection)
        let entry = Catalog.Entry(
          version: projection.version, generation: (entries[fold.name]?.generation ?? 0) + 1,
          builtAt: transaction.now, position: nil)
        try Catalog.set(entry, of: fold.name, connection)
      }
      writer.tablesSwapped()
      return reports
    }
  }

  private static func report(
    _ projection: AnyProjection, _ fold: any TableFold, stored: Int?, at head: Int64,
    _ connection: Connection
  ) throws -> RebuildReport {
    guard try fold.storedHasShape(connection) else {
      let digest = try fold.besideDigest(connection)
      return RebuildReport(
        name: fold.name, storedVersion: stored, version: projection.version, position: head,
        storedDigest: nil, digest: digest.hexadecimal(), rows: digest.rows, added: digest.rows,
        changed: 0, removed: try fold.storedCount(connection))
    }
    let comparison = try fold.compare(stored: connection, beside: connection)
    return RebuildReport(
      name: fold.name, storedVersion: stored, version: projection.version, position: head,
      storedDigest: comparison.storedDigest.hexadecimal(),
      digest: comparison.foldedDigest.hexadecimal(), rows: comparison.foldedDigest.rows,
      added: comparison.added, changed: comparison.changed, removed: comparison.removed)
  }
}

extension RebuildReport {
  /// The stream that records what was done to the ledger itself.
  static let stream = StreamName(trusted: "log")

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
    return NewEvent(type: "log.projection_rebuilt", payload: writer.finishText(), actor: actor)
  }
}
