import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionReplay

/// A reading of events beyond a place in every ledger, as many as one piece of a stream holds.
enum LedgerReading {
  /// The bytes of payloads after which no further event of a ledger is taken.
  private static let sizeLimit = 256 << 10
  /// The most events of one ledger.
  private static let countLimit = 256

  /// Reads the events beyond a place, in the order over ledgers.
  ///
  /// - Parameters:
  ///   - fleet: the ledgers.
  ///   - place: the place in each ledger after which to read.
  ///   - end: the place in each ledger up to which to read; to its end where it isn't named.
  /// - Returns: the events, and the place that was reached.
  /// - Throws: the error of a ledger that could be opened but not read.
  static func events(
    of fleet: Fleet, after place: LedgerCursor, through end: LedgerCursor? = nil
  ) async throws -> (events: [RecordedEvent], reached: LedgerCursor) {
    var found: [RecordedEvent] = []
    var reached = place
    let (logs, _) = try await fleet.logs()
    for log in logs {
      guard let start = place.positions[log.log.name] else { continue }
      let last = end?.positions[log.log.name]
      let events = try await log.log.read { reader in
        var events: [RecordedEvent] = []
        var size = 0
        guard min(reader.head, last ?? .max) > start else { return events }
        try reader.forEach(after: start, through: last) { event in
          events.append(event)
          size += event.payload.bytes.count
          return events.count < countLimit && size < sizeLimit
        }
        return events
      }
      if let last = events.last { reached.advance(log.log.name, to: last.position) }
      found += events
    }
    found.sort { $0.precedes($1) }
    return (found, reached)
  }
}
