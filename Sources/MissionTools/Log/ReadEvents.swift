package import CanonicalJSON
package import EventLog
import EventProjections
package import MissionControl
package import MissionModel
package import MissionReplay
package import Platform

/// The matching events of all ledgers: one page of them, or the query that another reader runs.
package struct ReadEvents: FleetRequest {
  package static let summary =
    "Shows the events of all ledgers, oldest first; a live stream for Accept: text/event-stream."

  static let after = Parameter(
    "after", .text(bytes: Parameter.cursorBytes),
    "Only events after this place: LEDGER:POSITION, or a cursor over all ledgers.")
  package static let before = Parameter(
    "before", .text(bytes: Parameter.cursorBytes), "Only events before this place.")
  static let ledger = Parameter("ledger", Parameter.ledger.kind, "Only this ledger's events.")
  static let mission = Parameter(
    "mission_id", Parameter.missionID.kind, "Only this mission's events.")
  static let type = Parameter(
    "type", .texts(count: 1...20),
    "Only types like this glob, such as vp.mission.*; a leading ! leaves them out; may be repeated."
  )
  static let since = Parameter(
    "since", .text(bytes: 1...64), "RFC 3339; recorded at or after this time.")
  package static let until = Parameter(
    "until", .text(bytes: 1...64), "RFC 3339; recorded at or before this time.")
  package static let tail = Parameter(
    "tail", .integer(1...1_000), "Only this many of the last matching events.")
  package static let limit = Parameter(
    "limit", .integer(1...1_000), standard: "100", "How many events to show.")
  package static let parameters = [
    after, before, ledger, mission, Parameter.session, type, since, until, tail, limit,
    Parameter.asOf,
  ]

  /// The one ledger to read; nil for all of them.
  package var ledger: String?
  /// The one stream to read; nil for every stream.
  package var stream: StreamName?
  /// Globs of types; a leading `!` leaves them out.
  package var types: [String] = []
  /// The places between which the events lie, unparsed.
  package var after: String?
  package var before: String?
  /// The times between which the events were recorded.
  package var since: Instant?
  package var until: Instant?
  /// How many of the last matches to give; nil for all.
  package var tail: Int?
  /// The most events to give; nil leaves a page its own limit.
  package var limit: Int?

  /// Asks for every event.
  package init() {}

  package init(_ arguments: Arguments) throws(MissionError) {
    ledger = try arguments.text(Self.ledger)
    if let text = try arguments.text(Self.mission) {
      stream = try Arguments.missionID(text, Self.mission).stream
    }
    if let text = try arguments.text(.session) {
      guard stream == nil else {
        throw .validation("give either mission_id or session_id", field: "session_id")
      }
      stream = try Arguments.sessionID(text).stream
    }
    types = try arguments.texts(Self.type) ?? []
    after = try arguments.text(Self.after)
    before = try arguments.text(Self.before)
    since = try arguments.instant(Self.since)
    until = try arguments.instant(Self.until)
    limit = try arguments.integer(Self.limit)
    tail = try arguments.integer(Self.tail)
  }

  package func check() throws(MissionError) {
    if !types.isEmpty { try Self.type.check(types) }
    if let limit { try Self.limit.check(limit) }
    if let tail { try Self.tail.check(tail) }
  }

  /// The query for the matching events of a fleet's ledgers.
  ///
  /// - Throws: `validation_error` for a place that these ledgers don't have.
  package func query(of fleet: Fleet) throws(MissionError) -> LogQuery {
    let known = fleet.ledgerNames
    func place(_ text: String?, _ field: String) throws(MissionError) -> LedgerCursor? {
      guard let text else { return nil }
      return try LedgerCursor(text, field: field, known: known, only: ledger)
    }
    var query = LogQuery()
    query.ledgers = ledger.map { [$0] } ?? known
    query.stream = stream
    query.types = types.map(TypePattern.init)
    query.after = try place(after, "after")
    query.before = try place(before, "before")
    query.since = since
    query.until = until
    query.tail = tail
    query.limit = limit
    return query
  }

  /// Reads one page: forwards from its beginning, or back from its end if only `before` is given.
  package func perform(_ context: ToolContext) async throws -> EventsAnswer {
    var query = try query(of: context.fleet)
    let limit = limit ?? 100
    query.tail = tail ?? (before != nil && after == nil ? limit : nil)
    let (logs, warnings) = try await context.fleet.logs(ledger)
    try await context.fleet.checkIsReached(query.after)
    try await context.fleet.check(stream, liesIn: ledger)
    // One event beyond the page tells whether there is another page.
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
package struct EventsAnswer: DescribedAnswer {
  package static let fields = [
    Field("count", .count), Field("events", .list(.shape(.event))),
    Field("next_after", .nullable(.text), "The after of the next page; null on the last page."),
    Field(
      "next_before", .nullable(.text),
      "The before of the previous page, if this one was read from the end."),
    Field(
      "cursor", .text,
      "The place in every ledger after this page: given as after, it continues without gap or "
        + "repeat, in a stream too."
    ),
  ]

  let events: [RecordedEvent]
  /// The place in every ledger that was reached.
  let place: LedgerCursor
  let hasMore: Bool
  let isFromEnd: Bool
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    writer.field("count", events.count)
    writer.field("events", events)
    writer.field("next_after", hasMore ? place.description : nil)
    let isBefore = isFromEnd && !events.isEmpty
    writer.field("next_before", isBefore ? place.rewound(over: events).end.description : nil)
    writer.field("cursor", place.description)
  }
}
