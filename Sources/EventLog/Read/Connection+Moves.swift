package import EventLogSQLite

extension Connection {
  /// The streams that began at or before one position and have events after another, up to a third.
  ///
  /// It looks at the rows of those events, without payloads: about a microsecond each. It finds
  /// events beyond the position that the log is read up to as well.
  package func streams(
    begunBy start: Int64, movedAfter position: Int64, through last: Int64
  ) throws(SQLiteError) -> [Int64] {
    let query = try statement(
      """
      SELECT DISTINCT stream FROM main.events WHERE position > ? AND position <= ? AND +stream <= ?
      """)
    try query.bind(position, at: 1)
    try query.bind(last, at: 2)
    try query.bind(start, at: 3)
    defer { query.reset() }
    var streams: [Int64] = []
    while try query.step() { streams.append(query.int64(at: 0)) }
    return streams
  }
}
