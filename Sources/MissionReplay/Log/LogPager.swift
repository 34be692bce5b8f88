import EventLog

/// The matching events of one window, fetched a page at a time, oldest first.
struct LogPager: Sendable {
  let window: LogWindow
  private let query: LogQuery
  private var reached: Int64
  private var page: ArraySlice<RecordedEvent> = []

  init(_ window: LogWindow, query: LogQuery) {
    self.window = window
    self.query = query
    reached = window.after
  }

  /// The next matching event, without taking it; nil at the window's end.
  mutating func peek() async throws -> RecordedEvent? {
    while page.isEmpty, reached < window.through {
      page = try await fetch()
    }
    return page.first
  }

  /// Takes the event that `peek` returned.
  mutating func take() {
    page = page.dropFirst()
  }

  /// Ends the pager.
  mutating func end() {
    reached = window.through
    page = []
  }

  private mutating func fetch() async throws -> ArraySlice<RecordedEvent> {
    let (query, start, end) = (query, reached, window.through)
    if let stream = query.stream {
      reached = end
      let events = try await window.log.read { try $0.events(of: stream) }
      return events.filter { $0.position > start && $0.position <= end && query.admits($0) }[...]
    }
    reached = min(start + 512, end)
    let last = reached
    return try await window.log.read { reader in
      try reader.events(after: start, through: last).filter(query.admits)[...]
    }
  }
}

/// Pagers merged into one order: by `recorded_at`, then ledger, then position.
///
/// A ledger that fails on the way ends there; its error is thrown after the others have ended.
struct LogMerge: Sendable {
  private var pagers: [LogPager]
  private var failure: (any Error)?

  init(_ pagers: [LogPager]) {
    self.pagers = pagers
  }

  /// Takes the next event of all; nil at the end.
  mutating func next() async throws -> RecordedEvent? {
    var first: (index: Int, event: RecordedEvent)?
    for index in pagers.indices {
      guard let event = await peek(at: index) else { continue }
      if first.map({ event.precedes($0.event) }) ?? true { first = (index, event) }
    }
    if let first {
      pagers[first.index].take()
      return first.event
    }
    if let failure { throw failure }
    return nil
  }

  private mutating func peek(at index: Int) async -> RecordedEvent? {
    do {
      return try await pagers[index].peek()
    } catch {
      failure = failure ?? error
      pagers[index].end()
      return nil
    }
  }
}
