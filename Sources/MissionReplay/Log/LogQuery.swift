package import EventLog
package import MissionControl
package import Platform

/// A query for events of the log, over one ledger or several.
///
/// Over several ledgers events come by `recorded_at`, then ledger, then position: an order that
/// doesn't depend on when it is asked for.
package struct LogQuery: Sendable {
  /// The names of the wanted ledgers, including those that can't be read or have no file yet.
  ///
  /// A reached place names each of them: one ledger's alone would stand for an event's place among
  /// all.
  package var ledgers: [String] = []
  /// The wanted stream; nil for every stream.
  package var stream: StreamName?
  /// The wanted types; all without a pattern.
  package var types: [TypePattern] = []
  /// Only events after this place.
  ///
  /// A place in one ledger of several stands for that event's place among all.
  package var after: LedgerCursor?
  /// Only events before this place.
  package var before: LedgerCursor?
  /// Only events recorded at or after this moment.
  package var since: Instant?
  /// Only events recorded at or before this moment.
  package var until: Instant?
  /// Only this many of the last matches.
  package var tail: Int?
  /// At most this many.
  package var limit: Int?

  /// Makes a query for every event.
  package init() {}

  /// Whether an event is wanted, its place aside.
  package func admits(_ event: RecordedEvent) -> Bool {
    if let stream, event.stream != stream { return false }
    if let since, event.recordedAt < since { return false }
    if let until, event.recordedAt > until { return false }
    return types.admit(event.type)
  }

  /// Hands every matching event to `emit`, in order, until it returns false.
  ///
  /// - Parameters:
  ///   - logs: the ledgers to read, each at its head of this moment.
  ///   - follow: whether to go on, without end, with events as they are committed by any process.
  ///   - emit: takes an event, and the place in every ledger after it, from which another query
  ///     goes on, whatever was committed meanwhile; returns false to end the query.
  /// - Returns: the place that was reached: that after the last event if `emit` ended the query.
  /// - Throws: what `emit` throws; and a ledger's error, once the other ledgers are read.
  @discardableResult
  package func run(
    over logs: [EventLog], follow: Bool = false,
    _ emit: (RecordedEvent, LedgerCursor) async throws -> Bool
  ) async throws -> LedgerCursor {
    let windows = try await LogWindow.windows(of: self, over: logs)
    let end = place(windows, \.end)
    var place = place(windows, \.after)
    var left = limit ?? .max
    func hand(_ event: RecordedEvent) async throws -> Bool {
      guard left > 0 else { return false }
      left -= 1
      place.advance(event.ledger, to: event.position)
      return try await emit(event, place) && left > 0
    }
    if let tail {
      let last = await LogTail(query: self, count: tail).events(in: windows)
      place = end.rewound(over: last.events)
      for event in last.events {
        guard try await hand(event) else { return place }
      }
      if let failure = last.failure { throw failure }
    } else {
      var merge = LogMerge(windows.map { LogPager($0, query: self) })
      while let event = try await merge.next() {
        guard try await hand(event) else { return place }
      }
    }
    place = end
    guard follow, left > 0 else { return place }
    for try await event in LogFollower.events(beyond: windows) {
      guard admits(event) else {
        place.advance(event.ledger, to: event.position)
        continue
      }
      guard try await hand(event) else { return place }
    }
    return place
  }

  /// The place in every ledger: for those that are read, that of their window, for the others the
  /// query's beginning; for a query from the end, that is their end.
  private func place(_ windows: [LogWindow], _ position: (LogWindow) -> Int64) -> LedgerCursor {
    var place = LedgerCursor()
    for name in ledgers {
      let start = after?.positions[name] ?? 0
      let last = tail.flatMap { _ in before?.positions[name] }.map { $0 - 1 }
      place.advance(name, to: max(start, last ?? start))
    }
    for window in windows { place.advance(window.log.name, to: position(window)) }
    return place
  }

  /// The position in each ledger after which its events are wanted: the start of following.
  ///
  /// Without `after` and `since`, that is the heads of this moment.
  package func beginning(over logs: [EventLog]) async throws -> LedgerCursor {
    let windows = try await LogWindow.windows(of: self, over: logs)
    return LedgerCursor(
      Dictionary(
        uniqueKeysWithValues: windows.map { window in
          (window.log.name, after == nil && since == nil ? window.head : window.after)
        }))
  }
}
