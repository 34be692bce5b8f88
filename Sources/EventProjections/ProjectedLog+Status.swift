internal import EventLog
internal import EventLogSQLite

extension ProjectedLog {
  /// Reports the state of each projection in the file, whatever its version there; reads every row
  /// for the digests.
  ///
  /// For a log that is read up to a position, it reports the state at that position.
  ///
  /// - Throws: For such a log, `outdated`, `newer` or `corruptRow` unless the rows, from which the
  ///   past ones are made, are the program's.
  public func status() async throws -> [ProjectionStatus] {
    let projections = projections.stored
    let (isPast, isSealed) = (log.options.through != nil, log.isSealed)
    return try await log.read { reader in
      if isPast { _ = try self.snapshot(reader) }
      return try reader.query { connection in
        let entries = try Catalog.entries(connection)
        return try projections.map { projection in
          try Self.status(
            of: projection, entries[projection.name], isPast: isPast, isSealed: isSealed, reader,
            connection)
        }
      }
    }
  }

  private static func status(
    of projection: StoredProjection, _ entry: Catalog.Entry?, isPast: Bool, isSealed: Bool,
    _ reader: LogReader, _ connection: Connection
  ) throws -> ProjectionStatus {
    let tables = projection.tables
    let digest = try tables.storedHasShape(connection) ? try tables.storedDigest(connection) : nil
    var (builtAt, position, parked) = (entry?.builtAt, Int64(0), [ParkedEvent]())
    if let entry {
      position = min(try entry.position ?? reader.projected(connection), reader.head)
      parked = try Catalog.parked(of: projection.name, connection, through: reader.head)
      if isPast, try wasMadeLater(entry, than: reader) { builtAt = nil }
      // A sealed log's rows belong to no file: they are folded whenever it is opened.
      if isSealed { builtAt = nil }
    }
    return ProjectionStatus(
      name: projection.name, version: projection.version, storedVersion: entry?.version,
      builtAt: builtAt, position: position,
      rows: try digest?.rows ?? tables.storedCount(connection), digest: digest?.hexadecimal(),
      parked: parked)
  }

  /// Whether a rebuild has made the table after the end of what is read; when the one before was
  /// made is not stored.
  private static func wasMadeLater(
    _ entry: Catalog.Entry, than reader: LogReader
  ) throws -> Bool {
    guard entry.generation > 1 else { return false }
    return try reader.event(at: reader.head).map { $0.recordedAt < entry.builtAt } ?? true
  }
}
