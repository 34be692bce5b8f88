internal import EventLogSQLite

/// Two tables of one shape, walked side by side in key order.
struct TableComparison {
  /// The digests of both tables.
  private(set) var storedDigest = TableDigest()
  private(set) var foldedDigest = TableDigest()
  private(set) var added: Int64 = 0
  private(set) var changed: Int64 = 0
  private(set) var removed: Int64 = 0

  /// The number of rows that are in one table alone, or differ.
  var differing: Int64 { added + changed + removed }

  /// Walks both tables, calling `visit` on each pair of differing rows: (stored, folded), with nil
  /// for a table without the row.
  ///
  /// Tables of two shapes are compared by `isSame`; their digests then mean nothing.
  init(
    stored: TableScan, folded: TableScan,
    isSame: (TableScan, TableScan) -> Bool = { $0.row.isSame(as: $1.row) },
    visit: (TableScan?, TableScan?) throws -> Void = { _, _ in }
  ) throws {
    var (stored, folded) = (stored, folded)
    try stored.advance()
    try folded.advance()
    // Both tables share one digest until the first row that differs.
    var isSplit = false
    while stored.hasRow || folded.hasRow {
      let isSame = stored.hasRow && folded.hasRow && isSame(stored, folded)
      let isRemoved = !isSame && stored.hasRow && (!folded.hasRow || stored.precedes(folded))
      let isAdded = !isSame && folded.hasRow && (!stored.hasRow || folded.precedes(stored))
      if !isSame, !isSplit {
        foldedDigest = storedDigest
        isSplit = true
      }
      if isRemoved {
        removed += 1
        try visit(stored, nil)
      } else if isAdded {
        added += 1
        try visit(nil, folded)
      } else if !isSame {
        changed += 1
        try visit(stored, folded)
      }
      if !isAdded {
        storedDigest.add(stored.row)
        try stored.advance()
      }
      if !isRemoved {
        if isSplit { foldedDigest.add(folded.row) }
        try folded.advance()
      }
    }
    if !isSplit { foldedDigest = storedDigest }
  }
}

extension TableDigest {
  /// The digest of a whole table.
  init(_ scan: TableScan) throws(SQLiteError) {
    self.init()
    var scan = scan
    try scan.advance()
    while scan.hasRow {
      add(scan.row)
      try scan.advance()
    }
  }
}
