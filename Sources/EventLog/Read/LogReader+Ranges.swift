import EventLogSQLite
package import Platform

/// Questions about a range of positions, such as all events recorded on one day.
extension LogReader {
  /// Finds the last position recorded at or before a moment; 0 if there is none.
  ///
  /// `recorded_at` never goes back, so this is a binary search: it reads some twenty rows of a
  /// million, without payloads.
  package func position(atOrBefore moment: Instant) throws(LogError) -> Int64 {
    if isSealed { return try sealedPosition(atOrBefore: moment) }
    var (low, high): (Int64, Int64) = (0, head)
    while low < high {
      let middle = low + (high - low + 1) / 2
      if try recordedAt(middle) <= moment.microseconds { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// When the snapshot's last event was recorded; nil for an empty log.
  ///
  /// No later event is recorded before it, whatever the wall clock shows then.
  package func lastRecordedAt() throws(LogError) -> Instant? {
    try translating { () throws(SQLiteError) in
      let query = try connection.statement(
        "SELECT recorded_at FROM events WHERE position <= ? ORDER BY position DESC LIMIT 1")
      try query.bind(head, at: 1)
      defer { query.reset() }
      return try query.step() ? Instant(microseconds: query.int64(at: 0)) : nil
    }
  }

  /// When the newest event of a type was recorded in the stream whose first event is at this
  /// position; nil if there is none.
  package func lastRecorded(
    _ type: String, ofStreamAt id: Int64
  ) throws(LogError) -> Instant? {
    guard let position = try lastPosition(of: type, inStreamAt: id) else { return nil }
    return Instant(microseconds: try recordedAt(position))
  }

  /// The position of the newest event of a type in the stream whose first event is at this
  /// position; nil if there is none.
  package func lastPosition(
    of type: String, inStreamAt id: Int64
  ) throws(LogError) -> Int64? {
    try translating { () throws(SQLiteError) in
      let query = try connection.statement(
        """
        SELECT position FROM events
        WHERE stream = ? AND position <= ? AND type = (SELECT id FROM names WHERE name = ?)
        ORDER BY version DESC LIMIT 1
        """)
      try query.bind(id, at: 1)
      try query.bind(head, at: 2)
      try query.bind(type, at: 3)
      defer { query.reset() }
      return try query.step() ? query.int64(at: 0) : nil
    }
  }

  private func recordedAt(_ position: Int64) throws(LogError) -> Int64 {
    let found = try translating { () throws(SQLiteError) in
      let query = try connection.statement("SELECT recorded_at FROM events WHERE position = ?")
      try query.bind(position, at: 1)
      defer { query.reset() }
      return try query.step() ? query.optionalInt64(at: 0) : nil
    }
    guard let found else {
      throw LogError(.corrupt, "event \(ledger):\(position) is missing")
    }
    return found
  }

  /// Measures the events after one position, up to another, by type; no payload is read.
  package func measure(
    after position: Int64, through last: Int64
  ) throws(LogError) -> [TypeMeasure] {
    try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        """
        SELECT n.name, e.events, e.bytes, e.stored FROM (
          SELECT type, count(*) AS events, sum(size) AS bytes, sum(length(payload)) AS stored
          FROM events WHERE position > ? AND position <= ? GROUP BY type) AS e
        JOIN names AS n ON n.id = e.type ORDER BY n.name
        """)
      try query.bind(position, at: 1)
      try query.bind(min(last, head), at: 2)
      var measures: [TypeMeasure] = []
      while try query.step() {
        measures.append(
          TypeMeasure(
            type: query.text(at: 0), events: query.int64(at: 1), payloadBytes: query.int64(at: 2),
            storedBytes: query.int64(at: 3)))
      }
      return measures
    }
  }

  /// The events after a position that a filter admits, oldest first.
  ///
  /// No index has what a filter asks for, so every row from there on is looked at.
  package func events(
    after position: Int64, matching filter: EnvelopeFilter
  ) throws(LogError) -> [RecordedEvent] {
    try events(
      matching: filter, "position > ?4 AND position <= ?5 ORDER BY position", [position, head])
  }

  /// The events of the stream whose first event is at this position, after a version, that a filter
  /// admits, oldest first.
  ///
  /// It looks at each of the stream's rows from there on.
  package func events(
    ofStreamAt id: Int64, afterVersion version: Int64, matching filter: EnvelopeFilter
  ) throws(LogError) -> [RecordedEvent] {
    try events(
      matching: filter, "stream = ?4 AND version > ?5 AND position <= ?6 ORDER BY version",
      [id, version, head])
  }

  private func events(
    matching filter: EnvelopeFilter, _ place: String, _ values: [Int64]
  ) throws(LogError) -> [RecordedEvent] {
    let query = try translating { () throws(SQLiteError) in
      let query = try connection.spareStatement(
        """
        SELECT \(EventColumn.names) FROM events
        WHERE \(EnvelopeFilter.condition) AND \(place)
        """)
      try filter.bind(to: query)
      for (index, value) in values.enumerated() {
        try query.bind(value, at: EnvelopeFilter.nextParameter + index)
      }
      return query
    }
    defer { query.reset() }
    var events: [RecordedEvent] = []
    while try translating({ () throws(SQLiteError) in try query.step() }) {
      events.append(try rows.event(query, checkingLeaf: true))
    }
    return events
  }

  /// Passes each event of these types in a range to `body`, by position; the payloads of others
  /// aren't read.
  package func forEach(
    of types: Set<String>, after position: Int64, through last: Int64,
    _ body: (RecordedEvent) throws -> Void
  ) throws {
    let query = try translating { () throws(SQLiteError) in
      let query = try connection.prepare(
        """
        SELECT \(EventColumn.names) FROM events
        WHERE position > ? AND position <= ?
          AND type IN (SELECT id FROM names WHERE name IN (\(types.map { _ in "?" }.joined(separator: ","))))
        ORDER BY position
        """)
      try query.bind(position, at: 1)
      try query.bind(min(last, head), at: 2)
      for (index, type) in types.sorted().enumerated() { try query.bind(type, at: index + 3) }
      return query
    }
    defer { query.reset() }
    func next() throws(LogError) -> Bool {
      try translating { () throws(SQLiteError) in try query.step() }
    }
    while try next() { try body(rows.event(query, checkingLeaf: true)) }
  }
}
