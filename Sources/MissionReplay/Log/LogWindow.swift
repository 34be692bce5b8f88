import EventLog
import MissionControl
import Platform

/// The part of one ledger that a query reads: after one position, up to another.
struct LogWindow: Sendable {
  let log: EventLog
  /// The position before the first one to read.
  var after: Int64
  /// The last position to read.
  var through: Int64
  /// The ledger's head when the query began, from which following goes on.
  let head: Int64

  /// The place after reading all of it.
  var end: Int64 { max(after, through) }

  /// Turns a query's places and moments into positions of each ledger.
  static func windows(of query: LogQuery, over logs: [EventLog]) async throws -> [LogWindow] {
    let after = try await bounds(query.after, over: logs)
    let before = try await bounds(query.before, over: logs)
    var windows: [LogWindow] = []
    for log in logs {
      let (since, until) = (query.since, query.until)
      let moments = try await log.read { reader in
        let first = try since.map {
          try reader.position(atOrBefore: $0.advanced(byMicroseconds: -1))
        }
        let last = try until.map { try reader.position(atOrBefore: $0) }
        return (first: first ?? 0, last: last ?? reader.head, head: reader.head)
      }
      let start = max(after[log.name]?.after ?? 0, moments.first)
      let end = min(before[log.name]?.before ?? .max, moments.last)
      windows.append(LogWindow(log: log, after: start, through: end, head: moments.head))
    }
    return windows
  }

  /// Reads a cursor as positions of every ledger: `after` is the bound for later events, `before`
  /// that for earlier ones.
  ///
  /// A place in one ledger of several is an event's place among all: ledgers that it doesn't name
  /// are cut by the common order at that event.
  private static func bounds(
    _ cursor: LedgerCursor?, over logs: [EventLog]
  ) async throws -> [String: (after: Int64, before: Int64)] {
    guard let cursor else { return [:] }
    var bounds = cursor.positions.mapValues { (after: $0, before: $0 - 1) }
    guard cursor.positions.count == 1, let place = cursor.positions.first,
      let home = logs.first(where: { $0.name == place.key })
    else { return bounds }
    guard place.value > 0 else {
      // The place before every event of one ledger is before all of the others too.
      for log in logs where log.name != place.key { bounds[log.name] = (after: 0, before: 0) }
      return bounds
    }
    let (head, moment) = try await home.read {
      ($0.head, try $0.event(at: place.value)?.recordedAt)
    }
    guard let moment else {
      // A place beyond the head comes after every event that there is.
      for log in logs where log.name != place.key && place.value > head {
        let last = try await log.read { $0.head }
        bounds[log.name] = (after: last, before: last)
      }
      return bounds
    }
    for log in logs where log.name != place.key {
      let last = moment.advanced(byMicroseconds: log.name < place.key ? 0 : -1)
      let position = try await log.read { try $0.position(atOrBefore: last) }
      bounds[log.name] = (after: position, before: position)
    }
    return bounds
  }
}
