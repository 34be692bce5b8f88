import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// A stream of events over every ledger, as any process commits them.
///
/// Events before the hub's place it reads from the ledgers, as the client takes them; later ones it
/// takes from the hub, which has read them for all. Between two pieces it holds no thread, no
/// transaction, and only its place. Each event's id is the place in every ledger after it.
actor EventStream {
  /// The most events of a piece.
  private static let pieceEvents = 256

  private let fleet: Fleet
  private let hub: EventHub
  private let query: LogQuery
  /// The only ledger that is wanted; nil for all.
  private let ledger: String?
  private let endings: [Ending]
  /// Comes when the client stops sending; nil once that was seen.
  private var silence: Ending?
  private var place: LedgerCursor
  private var hasBegun = false
  /// How many ledgers the hub had found healed when the stream began.
  private let healedBefore: Int
  /// The number of the hub's next entry; nil while the stream catches up.
  private var number: Int?
  private var wakes: AsyncStream<Void>?

  /// Begins where the client left off (`Last-Event-ID`), else after the requested place, else now.
  ///
  /// - Throws: `validation_error` for an id that is no place in these ledgers, lies beyond their
  ///   ends, or comes more than once; `not_found` for a stream of another ledger than the requested
  ///   one.
  init(_ request: ReadEvents, over call: HTTPCall, _ hub: EventHub) async throws {
    try request.check()
    fleet = call.context.fleet
    var wanted = try request.query(of: fleet)
    self.hub = hub
    endings = [call.serverEnding] + (call.connection.map { [$0.close] } ?? [])
    silence = call.connection?.silence
    healedBefore = await hub.healed.count
    ledger = request.ledger
    let known = fleet.ledgerNames
    var field = "after"
    if let last = try call.fields.single(.lastEventID), !last.isEmpty {
      field = "Last-Event-ID"
      wanted.after = try LedgerCursor(last, field: field, known: known, only: ledger)
    }
    self.query = wanted
    let logs = try await fleet.logs(ledger).logs.map(\.log)
    try await fleet.checkIsReached(wanted.after, field: field)
    try await fleet.check(wanted.stream, liesIn: ledger)
    place = try await wanted.beginning(over: logs)
    // A ledger that can't be read now keeps its place, for the day when it can.
    for (name, position) in wanted.after?.positions ?? [:]
    where place.positions[name] == nil && (ledger ?? name) == name {
      place.advance(name, to: position)
    }
  }

  /// The stream as an answer.
  nonisolated var reply: Reply {
    Reply(type: MediaType.events) { try await self.next() }
  }

  /// The next piece; nil when the client or the server has gone.
  private func next() async throws -> [UInt8]? {
    if !hasBegun {
      hasBegun = true
      // A client that is cut off before the first event can go on from here, too.
      return Array("retry: 1000\nid: \(place)\n\n".utf8)
    }
    do {
      let all = endings + (silence.map { [$0] } ?? [])
      return try await Ending.race(all) { try await self.piece() }
    } catch let error as MissionError where error.code == .unavailable {
      guard silence?.hasCome == true, !endings.contains(where: \.hasCome) else { return nil }
      // A client that still listens gets this and later pieces; if it has gone, the write closes
      // the connection.
      silence = nil
      if wakes != nil { wakes = await hub.waking() }
      return sign
    }
  }

  /// The sign of life of the stream.
  private var sign: [UInt8] { Array(": \(fleet.now)\n\n".utf8) }

  private func piece() async throws -> [UInt8] {
    while true {
      try Task.checkCancellation()
      if let number {
        switch await hub.batch(from: number, limit: Self.pieceEvents) {
        case .behind: self.number = nil
        case .entries(let entries, let reached):
          self.number = reached
          let text = take(entries)
          if !text.isEmpty { return text }
          if entries.isEmpty, await isSilent() { return sign }
        }
      } else if let text = try await catchUp() {
        return text
      }
    }
  }

  /// Waits until the hub has more, or a sign of life is due; returns whether only the sign is.
  private func isSilent() async -> Bool {
    guard let wakes, let number else { return false }
    for await _ in wakes { break }
    if case .entries(let entries, _) = await hub.batch(from: number, limit: 1) {
      return entries.isEmpty && !Task.isCancelled
    }
    return false
  }

  /// Reads further events from the ledgers, up to the hub's place; nil once that is reached.
  private func catchUp() async throws -> [UInt8]? {
    if wakes == nil { wakes = await hub.waking() }
    let (end, next) = try await hub.position()
    // A ledger that couldn't be read when the stream began is read from where the hub has found it
    // since, which may be some events ago.
    let healed = await hub.healed.dropFirst(healedBefore)
    for (name, position) in end.positions
    where place.positions[name] == nil && (ledger ?? name) == name {
      let found = healed.first { $0.ledger == name }?.position
      place.advance(name, to: min(found ?? position, position))
    }
    let (events, reached) = try await LedgerReading.events(of: fleet, after: place, through: end)
    guard !events.isEmpty else {
      number = next
      return nil
    }
    var text: [UInt8] = []
    for event in events where query.admits(event) {
      place.advance(event.ledger, to: event.position)
      append(event.writtenBytes, to: &text)
    }
    if place != reached {
      place = reached
      text += Array("id: \(place)\n\n".utf8)
    }
    return text
  }

  /// Writes the hub's entries beyond the place, each event with the place after it; an event that
  /// isn't wanted only moves the place.
  private func take(_ entries: [EventHub.Entry]) -> [UInt8] {
    var text: [UInt8] = []
    var isTold = true
    for entry in entries {
      let (ledger, position) = (entry.event.ledger, entry.event.position)
      guard let known = place.positions[ledger], position > known else { continue }
      place.advance(ledger, to: position)
      isTold = query.admits(entry.event)
      if isTold { append(entry.json, to: &text) }
    }
    if !isTold { text += Array("id: \(place)\n\n".utf8) }
    return text
  }

  private func append(_ json: [UInt8], to text: inout [UInt8]) {
    text += Array("id: \(place)\ndata: ".utf8)
    text += json
    text += [0x0A, 0x0A]
  }
}
