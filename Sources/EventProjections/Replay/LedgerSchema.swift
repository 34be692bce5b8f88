internal import EventLog
internal import EventLogSQLite

/// The schema of a ledger, as the statements of this program make it.
struct LedgerSchema {
  let projections: [StoredProjection]

  /// Returns the first object in a file that this program would not have made there; nil if there
  /// is none.
  ///
  /// Tables of projections that it doesn't know, or knows in another version, are not judged.
  func firstBreak(_ reader: LogReader) throws -> SchemaBreak? {
    guard !reader.isSealed else { return nil }
    return try reader.query { connection in
      let entries = try Catalog.entries(connection)
      if let found = catalogBreak(entries) { return found }
      let made = try FileSchema.made { memory in
        try make(entries, isEmpty: reader.head == 0, after: connection, in: memory)
      }
      return try FileSchema(of: connection).firstDifference(
        from: made, leavingOut: others(entries).union(Catalog.tablesBeside(connection))
      ).map { found in
        SchemaBreak(
          message: found.message,
          projection: projections.first {
            [$0.past.table, PastTable.history(of: $0.past.table)].contains(found.table)
          }?.name)
      }
    }
  }

  /// Returns the first entry of the catalog that no program would have written.
  private func catalogBreak(_ entries: [String: Catalog.Entry]) -> SchemaBreak? {
    for projection in projections {
      guard let made = entries[projection.name]?.generation,
        !Catalog.Entry.generations.contains(made)
      else { continue }
      return SchemaBreak(
        message: "projection \(projection.name) is said to have been made \(made) times",
        projection: projection.name)
    }
    return nil
  }

  private func make(
    _ entries: [String: Catalog.Entry], isEmpty: Bool, after file: Connection,
    in memory: Connection
  ) throws {
    // Between the making of a file and its first batch there is no catalog.
    guard try !isEmpty || Catalog.exists("projections", file) else { return }
    try Catalog.create(memory)
    if try Catalog.exists(History.table, file) { try History.create(memory) }
    if try Catalog.exists(StreamMoves.table, file) { try StreamMoves.create(memory) }
    for projection in projections {
      guard let entry = entries[projection.name], entry.version == projection.version else {
        continue
      }
      let tables = projection.tables
      try tables.createBeside(memory)
      for isDense in [false, true] {
        try tables.createIndexes(dense: isDense, generation: entry.generation, memory)
      }
      try tables.rename(memory)
      let past = projection.past
      let isKept = try !History.positions(of: projection.name, file).isEmpty
      if try past.way == .stretch && (isKept || past.hasHistory(file)) {
        try past.createHistory(memory)
      }
    }
  }

  /// The tables of projections that the ledger lists and this program can't judge.
  private func others(_ entries: [String: Catalog.Entry]) -> Set<String> {
    let tables = entries.compactMap { name, entry -> String? in
      let known = projections.first { $0.name == name }
      return known?.version == entry.version ? nil : known?.past.table ?? name
    }
    return Set(tables + tables.map(PastTable.history))
  }
}
