public import EventLog
internal import EventLogSQLite
internal import Platform

/// The projections of a ledger, and the decoder that reads each event for all of them.
public struct ProjectionSet: Sendable {
  let members: any DecodedProjections
  /// The least number of events between two copies of rows kept for past moments; an answer about
  /// such a moment folds about as many.
  public var historyInterval: Int64 = 4_096

  /// Joins projections with the decoder of their input.
  public init<Decoder: EventDecoder>(
    _ projections: [AnyProjection<Decoder.Input>], decoder: Decoder
  ) {
    precondition(
      Set(projections.map(\.name)).count == projections.count, "two projections have one name")
    self.init(members: ProjectionsWithDecoder(decoder: decoder, projections: projections))
  }

  /// Takes projections that fold plain events.
  public init(_ projections: [AnyProjection<RecordedEvent>]) {
    self.init(projections, decoder: PlainDecoder())
  }

  init(members: any DecodedProjections) {
    self.members = members
  }

  /// The projections as the file has them, in the order given.
  var stored: [StoredProjection] { members.stored }

  /// Makes their empty tables in a ledger that has none yet, within a transaction, and returns
  /// their rows.
  func makeTables(
    _ connection: Connection, at now: Instant
  ) throws(SQLiteError) -> any RowSet {
    try Catalog.create(connection)
    let set = members.makeRows(.own)
    for (projection, rows) in zip(stored, set.rows) {
      try rows.createTable(generation: 1, connection)
      try Catalog.set(
        Catalog.Entry(version: projection.version, generation: 1, builtAt: now, position: nil),
        of: projection.name, connection)
    }
    return set
  }

  /// The projections with these names, in the order given.
  func choosing(_ names: some Collection<String>) -> ProjectionSet {
    ProjectionSet(members: members.choosing(Set(names)))
  }
}

/// A projection as a file has it: a name, a version, tables.
struct StoredProjection: Sendable {
  let name: String
  let version: Int
  let tables: any FoldTables
  let past: PastTable
}

/// Projections of one ledger that take one input, whose type is hidden.
protocol DecodedProjections: Sendable {
  var stored: [StoredProjection] { get }
  func choosing(_ names: Set<String>) -> any DecodedProjections
  /// Makes their rows in memory, for their own tables or for those beside.
  func makeRows(_ place: RowsPlace) -> any RowSet
  /// Makes a fold of the log into their tables beside.
  func makeFold(_ pace: FoldPace) -> any LogFold
  /// Makes tracers that explain their differing rows.
  func makeTracers() -> any TracerSet
}

private struct ProjectionsWithDecoder<Decoder: EventDecoder>: DecodedProjections {
  let decoder: Decoder
  let projections: [AnyProjection<Decoder.Input>]

  var stored: [StoredProjection] {
    projections.map {
      StoredProjection(name: $0.name, version: $0.version, tables: $0.tables, past: $0.past)
    }
  }

  func choosing(_ names: Set<String>) -> any DecodedProjections {
    ProjectionsWithDecoder(
      decoder: decoder, projections: projections.filter { names.contains($0.name) })
  }

  func makeRows(_ place: RowsPlace) -> any RowSet {
    DecodedRows(decoder: decoder, rows: projections.map { $0.makeRows(place) })
  }

  func makeFold(_ pace: FoldPace) -> any LogFold {
    let projections = projections
    return ParallelFold(decoder: decoder, pace: pace) {
      projections.map { $0.makeRows(.emptyBeside) }
    }
  }

  func makeTracers() -> any TracerSet {
    DecodedTracers(decoder: decoder, tracers: projections.map { $0.makeTracer() })
  }
}
