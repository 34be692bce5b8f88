internal import EventLog
internal import EventLogSQLite
internal import Platform

/// The effect of a fold on a projection's rows.
struct FoldComparison: Sendable {
  /// The digest of the stored rows; nil if there are none of this shape.
  let storedDigest: TableDigest?
  let foldedDigest: TableDigest
  let added: Int64
  let changed: Int64
  let removed: Int64

  private let hasSameParked: Bool

  /// Whether the fold gave exactly the stored rows and failed on the same events.
  var isSame: Bool { storedDigest != nil && hasSameParked && added + changed + removed == 0 }

  /// Compares a stored table with the one beside it.
  init(_ projection: StoredProjection, _ connection: Connection) throws {
    let (name, tables) = (projection.name, projection.tables)
    hasSameParked =
      try Catalog.parked(of: name, connection)
      == Catalog.parked(of: Catalog.beside(name), connection)
    guard try tables.storedHasShape(connection) else {
      storedDigest = nil
      foldedDigest = try tables.besideDigest(connection)
      (added, changed) = (foldedDigest.rows, 0)
      removed = try tables.storedCount(connection)
      return
    }
    let comparison = try tables.compare(stored: connection, beside: connection)
    storedDigest = comparison.storedDigest
    foldedDigest = comparison.foldedDigest
    (added, changed, removed) = (comparison.added, comparison.changed, comparison.removed)
  }
}

/// A comparison of folded tables with the stored ones, over one snapshot, on a thread of its own.
struct Comparing {
  private let outcome = Condition<Result<[FoldComparison]?, any Error>?>(nil)

  /// Begins to compare; if the log's head is not the folded position, there is nothing to compare.
  init(log: EventLog, projections: [StoredProjection], at position: Int64) {
    let outcome = outcome
    @Sendable func compare() {
      let compared = Result {
        try log.readBlocking { reader -> [FoldComparison]? in
          guard reader.head == position else { return nil }
          return try reader.query { connection in
            try projections.map { try FoldComparison($0, connection) }
          }
        }
      }
      outcome.change { $0 = compared }
    }
    // Without a thread, the caller compares.
    if (try? PlatformThread.spawn(name: "compare", compare)) == nil { compare() }
  }

  /// Waits for the result: a comparison for each projection, or nil.
  func result() throws -> [FoldComparison]? {
    try outcome.wait { $0 }.get()
  }
}
