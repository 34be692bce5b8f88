import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// Which events of all ledgers a client asks for.
struct EventQuery: Sendable {
  static let after = Parameter(
    "after", .text(bytes: Parameter.cursorBytes),
    "Only events after this place: LEDGER:POSITION, or a cursor over all ledgers.")
  static let before = Parameter(
    "before", .text(bytes: Parameter.cursorBytes), "Only events before this place.")
  static let ledger = Parameter("ledger", .text(bytes: 1...128), "Only this ledger's.")
  static let mission = Parameter("mission_id", .text(bytes: 1...128), "Only this mission's.")
  static let type = Parameter(
    "type", .texts(count: 1...20),
    "Only types like this glob, such as vp.mission.*; a leading ! leaves them out; may be repeated."
  )
  static let since = Parameter(
    "since", .text(bytes: 1...64), "RFC 3339; recorded at or after this time.")
  static let until = Parameter(
    "until", .text(bytes: 1...64), "RFC 3339; recorded at or before this time.")
  static let tail = Parameter("tail", .integer(1...1_000), "Only the last so many that match.")
  static let limit = Parameter(
    "limit", .integer(1...1_000), standard: "100", "How many events to show.")
  static let parameters = [
    after, before, ledger, mission, Parameter.session, type, since, until, tail, limit,
    Parameter.asOf,
  ]

  let ledgerName: String?
  let query: LogQuery
  private let limit: Int

  init(_ arguments: Arguments, of fleet: Fleet) throws(MissionError) {
    ledgerName = try arguments.text(Self.ledger)
    let known = fleet.ledgerNames
    let only = ledgerName
    var query = LogQuery()
    query.ledgers = only.map { [$0] } ?? known
    if let text = try arguments.text(Self.mission) {
      query.stream = try Arguments.missionID(text, Self.mission).stream
    }
    if let text = try arguments.text(.session) {
      guard query.stream == nil else {
        throw .validation("give either mission_id or session_id", field: "session_id")
      }
      query.stream = try Arguments.sessionID(text).stream
    }
    let types = try arguments.texts(Self.type) ?? []
    if !types.isEmpty { try Self.type.check(types) }
    query.types = types.map(TypePattern.init)
    if let text = try arguments.text(Self.after) {
      query.after = try LedgerCursor(text, field: "after", known: known, only: only)
    }
    if let text = try arguments.text(Self.before) {
      query.before = try LedgerCursor(text, field: "before", known: known, only: only)
    }
    query.since = try arguments.instant(Self.since)
    query.until = try arguments.instant(Self.until)
    limit = try arguments.integer(Self.limit) ?? 100
    try Self.limit.check(limit)
    let tail = try arguments.integer(Self.tail)
    if let tail { try Self.tail.check(tail) }
    query.tail = tail ?? (query.before != nil && query.after == nil ? limit : nil)
    self.query = query
  }

  /// The events of one page.
  func answer(_ context: ToolContext) async throws -> EventsAnswer {
    let (logs, warnings) = try await context.fleet.logs(ledgerName)
    try await context.fleet.checkIsReached(query.after)
    var query = query
    // One more than the page tells whether there is another.
    query.limit = query.tail == nil ? limit + 1 : nil
    var events: [RecordedEvent] = []
    var reached = LedgerCursor()
    var size = 0
    var hasMore = false
    let end = try await query.run(over: logs.map(\.log)) { event, place in
      size += event.payload.bytes.count
      hasMore = query.tail == nil && (events.count == limit || size > GetMissionEvents.sizeLimit)
      if hasMore, !events.isEmpty { return false }
      events.append(event)
      reached = place
      return true
    }
    return EventsAnswer(
      events: events, place: hasMore ? reached : end, hasMore: hasMore,
      isFromEnd: query.tail != nil, warnings: warnings)
  }
}

/// A page of events.
struct EventsAnswer: DescribedAnswer {
  static let fields = [
    Field("count", .count), Field("events", .list(.shape(.event))),
    Field("next_after", .nullable(.text), "after of the next page; null on the last one."),
    Field(
      "next_before", .nullable(.text),
      "before of the page before, where this one was read from its end."),
    Field(
      "cursor", .text,
      "The place in every ledger after this page: as after, of a stream too, it goes on without gap or repeat."
    ),
  ]

  let events: [RecordedEvent]
  /// The place in every ledger that was reached.
  let place: LedgerCursor
  let hasMore: Bool
  let isFromEnd: Bool
  let warnings: [Warning]

  func write(into writer: inout JSONWriter) {
    writer.field("count", events.count)
    writer.field("events", events)
    writer.field("next_after", hasMore ? place.description : nil)
    let isBefore = isFromEnd && !events.isEmpty
    writer.field("next_before", isBefore ? place.rewound(over: events).end.description : nil)
    writer.field("cursor", place.description)
  }
}
