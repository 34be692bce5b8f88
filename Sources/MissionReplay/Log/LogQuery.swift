package import EventLog
package import MissionControl
package import Platform

/// Which events a reader of the log wants, over one ledger or several.
///
/// Over several ledgers events come by `recorded_at`, then ledger, then position: an order that doesn't depend on when
/// it is asked for.
package struct LogQuery: Sendable {
  /// The one stream that is wanted; nil for every stream.
  package var stream: StreamName?
  /// Which types are wanted; all where there is no pattern.
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
  /// Only the last so many of all that match.
  package var tail: Int?
  /// At most so many.
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
  ///   - emit: takes an event; false ends the query.
  /// - Throws: what `emit` throws, and what a ledger throws, once the others have given what they have.
  package func run(
    over logs: [EventLog], follow: Bool = false,
    _ emit: (RecordedEvent) async throws -> Bool
  ) async throws {
    let windows = try await LogWindow.windows(of: self, over: logs)
    var left = limit ?? .max
    func hand(_ event: RecordedEvent) async throws -> Bool {
      guard left > 0 else { return false }
      left -= 1
      return try await emit(event) && left > 0
    }
    if let tail {
      let last = await LogTail(query: self, count: tail).events(in: windows)
      for event in last.events {
        guard try await hand(event) else { return }
      }
      if let failure = last.failure { throw failure }
    } else {
      var merge = LogMerge(windows.map { LogPager($0, query: self) })
      while let event = try await merge.next() {
        guard try await hand(event) else { return }
      }
    }
    guard follow, left > 0 else { return }
    for try await event in LogFollower.events(beyond: windows) where admits(event) {
      guard try await hand(event) else { return }
    }
  }

  /// The position in each ledger beyond which its events are wanted: where one that follows begins.
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
