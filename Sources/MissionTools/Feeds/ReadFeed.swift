package import CanonicalJSON
package import MissionControl
package import MissionModel
import Platform

/// `vp_read_feed`: what happened to a session's missions since it last looked.
package struct ReadFeed: ToolRequest {
  package static let name = "vp_read_feed"
  package static let summary =
    "Reads what happened to a session's missions since the acknowledged place: call it first after a restart."
  package static let guide =
    "After dealing with its items, call it with ack: reading continues from there, even after a restart."
  package static let readingGuide =
    "After dealing with its items, call it with after set to their next_after: nothing is acknowledged here."
  package static let writes = true
  package static let isIdempotent = true

  package static let session = Parameter(
    "source_session_id", .reference, standard: "this session",
    "The session whose missions the feed reports; usually omit.")
  static let after = Parameter(
    "after", .place, standard: "the acknowledged place",
    "Read after this version: the next_after of an answer.")
  static let ack = Parameter(
    "ack", .place,
    "Acknowledge everything up to this version first: the next_after of the answer you dealt with."
  )
  static let types = Parameter(
    "types", .text(bytes: 1...1_024), standard: "all but progress",
    "Event types joined by commas, such as completed,failed,blocked; all for every type.")
  static let limit = Parameter(
    "limit", .integer(1...500), standard: "50", "The most items to return.")
  package static let wait = Parameter(
    "wait_seconds", .number(0...50), standard: "0",
    "How many seconds to wait for an item if there is none.")
  package static let parameters = [after, ack, types, limit, wait, session]
  package static let patience: Parameter? = wait
  package static let writing: Parameter? = ack

  /// Whose feed it is; nil for the caller's own.
  private let sourceSession: String?
  /// The version after which to read; nil for the acknowledged place.
  private let after: Int64?
  /// The version up to which to acknowledge before reading.
  private let ack: Int64?
  /// Which items are wanted.
  private let types: FeedTypes
  /// How many items are wanted at most.
  private var limit: Int
  /// How long to wait where there is no item.
  private let waitSeconds: Double

  package init(_ arguments: Arguments) throws(MissionError) {
    sourceSession = try arguments.text(Self.session)
    after = try arguments.integer(Self.after).map { Int64($0) }
    ack = try arguments.integer(Self.ack).map { Int64($0) }
    types = try FeedTypes(words: try arguments.text(Self.types))
    limit = try arguments.integer(Self.limit) ?? 50
    waitSeconds = try arguments.number(Self.wait) ?? 0
  }

  package static func wayToTheRest(_ rules: DoorRules) -> String {
    "call again with after set to next_after for more items; the same call with limit above 50 gives these whole"
  }
  package var asksForMore: Bool { limit > 50 }
  package var smaller: ReadFeed? {
    guard limit > 1 else { return nil }
    var smaller = self
    smaller.limit /= 2
    return smaller
  }

  package func check() throws(MissionError) {
    try Self.session.check(sourceSession)
    if let after { try Self.after.check(Int(after)) }
    if let ack { try Self.ack.check(Int(ack)) }
    try Self.limit.check(limit)
    try Self.wait.check(waitSeconds)
  }

  package func perform(_ context: ToolContext) async throws -> FeedAnswer {
    guard let session = sourceSession ?? context.call.sourceSessionID else {
      throw MissionError.validation(
        "source_session_id is required: the caller has no session of its own",
        field: "source_session_id")
    }
    if let ack {
      _ = try await context.fleet.acknowledgeFeed(
        session, upTo: ack, readingAfter: after, context.call)
    }
    var request = FeedRequest(session: session)
    request.after = after
    request.types = types
    request.limit = limit
    // A feed of the past gets no further items.
    request.waitSeconds =
      context.fleet.isPast ? 0 : min(waitSeconds, context.rules.longestWait ?? .infinity)
    let page = try await context.fleet.readFeed(request)
    // Measuring how long events wait reads all of them; a caller with items asks again anyway.
    let isBehind =
      page.items.isEmpty ? try await context.fleet.bridgeMetrics().isBehind : false
    return FeedAnswer(
      page: page, isFull: page.items.count >= limit, isBehind: isBehind,
      readsOnly: context.rules.readsOnly || !context.fleet.isWritable)
  }
}

extension BridgeMetrics {
  /// What a reader of feeds is told while events wait.
  static let hintBehind =
    "events wait for the bridge: missionlog bridge run (or serve) carries them into feeds"

  /// Whether events wait longer than a running bridge would leave them, in a source that hasn't
  /// stopped it.
  package var isBehind: Bool {
    sources.contains { $0.lastError == nil && $0.lagSeconds ?? 0 > max(5, 3 * intervalSeconds) }
  }
}

/// What `vp_read_feed` answers.
package struct FeedAnswer: DescribedAnswer {
  package static let fields = [
    Field("source_session_id", .text, "Whose feed it is."),
    Field("items", .list(.shape(.feedItem)), "Oldest first."),
    Field("unread", .count, "How many items come after the acknowledged place."),
    Field(
      "next_after", .count,
      "The next ack (if the tool takes it) or after, once these items are dealt with."),
    Field("acknowledged", .count, "The version up to which items are acknowledged."),
  ]

  /// The part of the feed.
  package let page: FeedPage
  /// Whether the page has as many items as were asked for, so that more may follow.
  let isFull: Bool
  /// Whether the feed is empty while events wait for the bridge.
  package let isBehind: Bool
  /// Whether the door that was asked can't acknowledge.
  package let readsOnly: Bool

  package var warnings: [Warning] { page.warnings }
  package var hint: String? {
    if isBehind { return BridgeMetrics.hintBehind }
    guard !page.items.isEmpty else { return nil }
    guard page.nextAfter > page.acknowledged else {
      // These items were dealt with before.
      return isFull ? "call again with after \(page.nextAfter) for the next items" : nil
    }
    return
      "after dealing with these items, call again with \(readsOnly ? "after" : "ack") \(page.nextAfter)"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("source_session_id", page.session)
    writer.field("items", page.items)
    writer.field("unread", page.unread)
    writer.field("next_after", page.nextAfter)
    writer.field("acknowledged", page.acknowledged)
  }
}

extension FeedItem: JSONWritable {
  /// Writes the item with its place in the feed.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("version", version)
      writer.field("delivered_at", deliveredAt.description)
      item.writeItem(into: &writer)
    }
  }
}
