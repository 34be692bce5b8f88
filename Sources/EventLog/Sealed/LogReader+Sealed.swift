import EventLogSQLite
import Platform

/// The answers of a sealed log where a ledger's file would rely on having every event.
extension LogReader {
  /// Whether only some of the log's events are here.
  package var isSealed: Bool { rows.isSealed }

  /// The root under which the events were proved to lie.
  func sealedRoot() throws(LogError) -> LogRoot {
    let row = try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        "SELECT marked, hash FROM log_state, subtrees WHERE number = 0")
      return try query.step() ? (query.int64(at: 0), query.blob(at: 1)) : nil
    }
    guard let (size, hash) = row else {
      throw LogError(.corrupt, "the sealed log \(ledger) has lost its root")
    }
    return LogRoot(ledger: ledger, size: size, hash: hash)
  }

  /// The last of its events recorded at or before a moment; 0 if there is none.
  func sealedPosition(atOrBefore moment: Instant) throws(LogError) -> Int64 {
    try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        "SELECT max(position) FROM events WHERE recorded_at <= ?")
      try query.bind(moment.microseconds, at: 1)
      return try query.step() ? query.int64(at: 0) : 0
    }
  }

  /// Recomputes the leaves of its events; their proofs and versions were checked when it was
  /// opened.
  func verifySealed() throws(LogError) -> VerifyReport {
    let root = try sealedRoot()
    var found = try range(after: 0, through: nil)
    var (count, position): (Int64, Int64) = (0, 0)
    var broken: VerifyReport.Break?
    do throws(LogError) {
      while try found.next() {
        position = found.query.int64(at: EventColumn.position)
        _ = try rows.checkedLeaf(found.query)
        count += 1
      }
    } catch  where error.code == .corrupt {
      broken = VerifyReport.Break(position: position, message: error.message)
    }
    let leftOut = root.leftOut(holding: count).map { [$0] } ?? []
    return VerifyReport(
      root: broken == nil ? root : nil, size: root.size,
      checked: [
        "versions as far as streams are whole", "payloads", "leaves", "inclusion in the root",
      ],
      notChecked: leftOut + ["order", "subtree hashes", "file"], firstBreak: broken)
  }
}
