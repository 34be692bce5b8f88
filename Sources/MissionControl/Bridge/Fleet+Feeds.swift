import EventLog
import EventProjections
package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// Reads a feed after a place, or after the acknowledged one; waits for an item if the request
  /// says so.
  ///
  /// A session to which nothing was ever delivered has an empty feed. A warning names each source
  /// from which the bridge carries nothing, and whose items the feed lacks.
  ///
  /// - Throws: `validation_error` for a place beyond the feed's end.
  package func readFeed(_ request: FeedRequest) async throws -> FeedPage {
    let started = surroundings.clocks.monotonic()
    while true {
      let (page, watch) = try await pool.run { try self.lookAtFeed(request) }
      let waited = surroundings.clocks.seconds(since: started)
      let left = request.waitSeconds - waited
      if !page.items.isEmpty || left <= 0 { return page }
      try await watch.wait(seconds: left)
    }
  }

  /// The heads of all feeds, the latest item's first.
  package func feeds() async throws -> [FeedState] {
    try await pool.run { try self.readRuntimeBlocking { try $0.feeds() } ?? [] }
  }

  /// Reads the runtime ledger in one snapshot, on a thread that may block; nil where it has no file
  /// yet.
  func readRuntimeBlocking<Value: Sendable>(
    _ body: @Sendable (ProjectionReader) throws -> Value
  ) throws -> Value? {
    try homeState.checkIsThere()
    guard let log = try ledger(named: LaneSettings.runtimeName).reader() else { return nil }
    do {
      return try log.readBlocking(body)
    } catch {
      throw MissionError(error, ledger: LaneSettings.runtimeName)
    }
  }

  private func lookAtFeed(_ request: FeedRequest) throws -> (FeedPage, LedgersWatch) {
    let seen = try readRuntimeBlocking { reader in
      (
        page: try reader.feedPage(request, upcasting), cursors: try reader.cursors(),
        head: reader.head
      )
    }
    guard let seen, let log = try ledger(named: LaneSettings.runtimeName).reader() else {
      let feed = FeedState(session: request.session)
      let page = FeedPage(
        session: request.session, items: [], unread: 0,
        nextAfter: try feed.holding(request.after ?? 0, field: "after"), acknowledged: 0,
        warnings: warnings + haltsBlocking(after: []))
      return (page, LedgersWatch(heads: []))
    }
    // The runtime ledger's snapshot is released before the sources are looked at, whatever that
    // costs.
    var page = seen.page
    page.warnings = warnings + haltsBlocking(after: seen.cursors)
    return (page, LedgersWatch(heads: [(log, seen.head)]))
  }

  /// Records that a feed was read up to a place; false where that was recorded before.
  ///
  /// Nothing is recorded for a caller whose place to read `after` would then be refused.
  ///
  /// - Throws: `validation_error` for a place beyond the feed's end.
  package func acknowledgeFeed(
    _ session: String, upTo place: Int64, readingAfter after: Int64? = nil, _ call: CallContext
  ) async throws -> Bool {
    let ledger = try ledger(named: LaneSettings.runtimeName)
    while true {
      let plan = try await pool.run { () throws -> AcknowledgementPlan? in
        try self.renewRowsBlocking(of: ledger)
        return try self.readRuntimeBlocking {
          try $0.acknowledgement(of: session, upTo: place, readingAfter: after, self.upcasting)
        } ?? nil
      }
      guard let plan else { return false }
      let isDone = try await write(ledger, call) { transaction in
        let feed = try transaction.row(RuntimeProjections.feeds, ExactText(session))
        guard feed?.acknowledged == plan.acknowledged else { return false }
        let event = RuntimeEvent.acknowledged(plan.payload)
        try transaction.append(event, to: RuntimeStreams.feed(session))
        return true
      }
      if isDone { return true }
    }
  }

  /// The event that acknowledges a place, and the acknowledged place that it was counted from.
  fileprivate struct AcknowledgementPlan: Sendable {
    let acknowledged: Int64
    let payload: FeedAcknowledged
  }
}

extension FeedState {
  /// Checks that the place that a caller names in `field` doesn't lie beyond the feed's end.
  fileprivate func holding(_ place: Int64, field: String) throws(MissionError) -> Int64 {
    guard place <= version else {
      throw .validation(
        "\(field) \(place) is beyond the feed of \(session), which ends at \(version): use the next_after of an answer",
        field: field)
    }
    return place
  }
}

extension ProjectionReader {
  /// How many events of a feed are read at a time.
  private static let feedPage = 500

  /// The part of a feed that a request asks for.
  fileprivate func feedPage(_ request: FeedRequest, _ upcasting: Upcasting) throws -> FeedPage {
    let state = try row(RuntimeProjections.feeds, ExactText(request.session))
    let feed = state ?? FeedState(session: request.session)
    let after = try request.after.map { try feed.holding($0, field: "after") } ?? feed.acknowledged
    var items: [FeedItem] = []
    var next = after
    try visitItems(of: request.session, after: after, upcasting) { item in
      if request.types.admits(item.item.eventType) { items.append(item) }
      next = item.version
      return items.count < request.limit
    }
    return FeedPage(
      session: request.session, items: items, unread: try unread(feed, request.types, upcasting),
      nextAfter: next, acknowledged: feed.acknowledged)
  }

  private func unread(
    _ feed: FeedState, _ types: FeedTypes, _ upcasting: Upcasting
  ) throws -> Int64 {
    guard case .named = types else { return feed.unread(withProgress: types == .all) }
    var unread: Int64 = 0
    try visitItems(of: feed.session, after: feed.acknowledged, upcasting) { item in
      if types.admits(item.item.eventType) { unread += 1 }
      return true
    }
    return unread
  }

  /// Hands a feed's items after a version to `visit`, oldest first, until it returns false.
  private func visitItems(
    of session: String, after version: Int64, _ upcasting: Upcasting,
    _ visit: (FeedItem) throws -> Bool
  ) throws {
    var version = version
    while true {
      let events = try log.events(
        of: RuntimeStreams.feed(session), afterVersion: version, limit: Self.feedPage)
      guard let last = events.last else { return }
      for event in events {
        guard case .delivered(let body) = try RuntimeEvent.known(event, upcasting) else { continue }
        let item = FeedItem(version: event.version, deliveredAt: event.recordedAt, item: body)
        guard try visit(item) else { return }
      }
      version = last.version
    }
  }

  /// The event that acknowledging a place would append; nil where nothing lies between it and the
  /// acknowledged one.
  fileprivate func acknowledgement(
    of session: String, upTo place: Int64, readingAfter after: Int64?, _ upcasting: Upcasting
  ) throws -> Fleet.AcknowledgementPlan? {
    let feed = try row(RuntimeProjections.feeds, ExactText(session)) ?? FeedState(session: session)
    let place = try feed.holding(place, field: "ack")
    if let after { _ = try feed.holding(after, field: "after") }
    var (items, progress) = (feed.acknowledgedItems, feed.acknowledgedProgressItems)
    try visitItems(of: session, after: feed.acknowledged, upcasting) { item in
      guard item.version <= place else { return false }
      items += 1
      progress += item.item.eventType == MissionEventType.progress.rawValue ? 1 : 0
      return true
    }
    guard place > feed.acknowledged, items > feed.acknowledgedItems else { return nil }
    return Fleet.AcknowledgementPlan(
      acknowledged: feed.acknowledged,
      payload: FeedAcknowledged(
        sourceSessionID: session, place: place, items: items, progressItems: progress))
  }
}
