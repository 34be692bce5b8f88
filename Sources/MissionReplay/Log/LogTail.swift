import EventLog

/// The last events that match a query, found from the end of each ledger backwards.
struct LogTail: Sendable {
  let query: LogQuery
  let count: Int

  /// The last matching events of all readable windows, in order, and the error of the first
  /// unreadable one.
  func events(in windows: [LogWindow]) async -> (events: [RecordedEvent], failure: (any Error)?) {
    var found: [RecordedEvent] = []
    var failure: (any Error)?
    for window in windows {
      do {
        found += try await last(of: window)
      } catch {
        failure = failure ?? error
      }
    }
    return (found.sorted { $0.precedes($1) }.suffix(count), failure)
  }

  private func last(of window: LogWindow) async throws -> [RecordedEvent] {
    var found: [RecordedEvent] = []
    var end = window.through
    var step: Int64 = query.stream == nil ? max(Int64(clamping: count), 64) : .max
    while found.count < count, end > window.after {
      let start = end - window.after > step ? end - step : window.after
      var pager = LogPager(
        LogWindow(log: window.log, after: start, through: end, head: window.head), query: query)
      var part: [RecordedEvent] = []
      while let event = try await pager.peek() {
        part.append(event)
        pager.take()
      }
      found = part + found
      end = start
      step = min(step, .max / 2) * 2
    }
    return found
  }
}
