import CanonicalJSON
import EventLog
import EventProjections
import HTTPTypes
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// A stream of events as they are committed, by any process, over every ledger.
///
/// It reads only when the client takes, and waits by the ledgers' own followers: between two pieces it holds no
/// thread, no transaction, and nothing but its place. Each event's id is the place in every ledger after it.
actor EventStream {
  /// The bytes of payloads from which a piece takes no further event.
  private static let pieceLimit = 256 << 10
  /// The most events of one ledger in a piece.
  private static let pieceEvents = 256
  /// How long nothing is said; then a comment tells both sides that the other is there.
  private static let silenceSeconds = 15.0

  private let fleet: Fleet
  private let ledger: String?
  private let query: LogQuery
  private let endings: [Ending]
  private var place: LedgerCursor
  private var hasBegun = false

  /// Begins where the client left off (`Last-Event-ID`), else after the place that it asks for, else now.
  ///
  /// - Throws: `validation_error` for an id that is no place of these ledgers, or lies beyond their ends.
  init(_ query: EventQuery, over call: HTTPCall) async throws {
    fleet = call.context.fleet
    ledger = query.ledgerName
    endings = call.endings
    var wanted = query.query
    let known = fleet.ledgerNames
    if let last = call.fields[.lastEventID], !last.isEmpty {
      wanted.after = try LedgerCursor(last, field: "Last-Event-ID", known: known, only: ledger)
    }
    self.query = wanted
    let logs = try await fleet.logs(ledger).logs.map(\.log)
    for log in logs {
      guard let reached = wanted.after?.positions[log.name] else { continue }
      let head = try await log.read { $0.head }
      guard reached <= head else {
        throw MissionError.validation(
          "the place \(log.name):\(reached) is beyond the ledger, which ends at \(head): begin anew",
          field: "after")
      }
    }
    place = try await wanted.beginning(over: logs)
  }

  /// The stream as an answer.
  nonisolated var reply: Reply {
    Reply(type: MediaType.events) { try await self.next() }
  }

  /// The next piece; nil when the client or the server has gone.
  private func next() async throws -> [UInt8]? {
    if !hasBegun {
      hasBegun = true
      // A client that is cut off before the first event goes on from here all the same.
      return Array("retry: 1000\nid: \(place)\n\n".utf8)
    }
    do {
      return try await Ending.race(endings) { try await self.piece() }
    } catch let error as MissionError where error.code == .unavailable {
      return nil
    }
  }

  private func piece() async throws -> [UInt8] {
    while true {
      let (events, reached) = try await read()
      let wanted = events.filter(query.admits)
      if !wanted.isEmpty || reached != place {
        defer { place = reached }
        return write(wanted, through: reached)
      }
      try await fleet.waitForChange(
        beyond: place.positions, timeoutSeconds: Self.silenceSeconds)
      let heads = try await fleet.heads()
      if place.positions.allSatisfy({ heads[$0.key] ?? 0 <= $0.value }) {
        return Array(": \(fleet.now)\n\n".utf8)
      }
    }
  }

  /// Reads what lies beyond the place, as much as a piece takes, in the order over ledgers.
  private func read() async throws -> (events: [RecordedEvent], reached: LedgerCursor) {
    var found: [RecordedEvent] = []
    var reached = place
    let (logs, _) = try await fleet.logs(ledger)
    for log in logs {
      let start = place.positions[log.log.name] ?? 0
      let events = try await log.log.read { reader in
        var events: [RecordedEvent] = []
        var size = 0
        guard reader.head > start else { return events }
        try reader.forEach(after: start) { event in
          events.append(event)
          size += event.payload.bytes.count
          return events.count < Self.pieceEvents && size < Self.pieceLimit
        }
        return events
      }
      if let last = events.last { reached.advance(log.log.name, to: last.position) }
      found += events
    }
    found.sort { ($0.recordedAt, $0.ledger, $0.position) < ($1.recordedAt, $1.ledger, $1.position) }
    return (found, reached)
  }

  /// Writes events, each with the place after it; what was left out moves the place by an id alone.
  private func write(_ events: [RecordedEvent], through reached: LedgerCursor) -> [UInt8] {
    var text: [UInt8] = []
    var cursor = place
    for event in events {
      cursor.advance(event.ledger, to: event.position)
      text += Array("id: \(cursor)\ndata: ".utf8)
      var writer = JSONWriter(order: .asWritten)
      writer.value(event)
      text += writer.finish()
      text += [0x0A, 0x0A]
    }
    if cursor != reached { text += Array("id: \(reached)\n\n".utf8) }
    return text
  }
}
