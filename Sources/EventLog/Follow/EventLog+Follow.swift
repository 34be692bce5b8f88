import Platform

extension EventLog {
  /// Every event after a position: first the existing ones, then each one as it is committed, by
  /// any process.
  ///
  /// The stream ends when its task is cancelled, and throws `closed` when the log is closed.
  public func follow(after position: Int64 = 0) -> AsyncThrowingStream<RecordedEvent, any Error> {
    let follower = Follower(log: self, position: position)
    return AsyncThrowingStream { try await follower.next() }
  }

  /// Waits until the head is beyond a position; nil if the timeout passes first or the task is
  /// cancelled.
  public func waitForHead(
    beyond position: Int64, timeoutSeconds: Double
  ) async throws -> Int64? {
    try poller.start()
    let deadline = EventLog.deadline(in: timeoutSeconds)
    let wait = CancellableWait()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let id = watch.wait(beyond: position, deadline: deadline) {
          continuation.resume(returning: $0)
        }
        wait.began(id, watch)
      }
    } onCancel: {
      wait.cancel(watch)
    }
    return try head(of: outcome)
  }

  private func head(of outcome: HeadWatch.Outcome) throws(LogError) -> Int64? {
    switch outcome {
    case .head(let head): head
    case .timedOut: nil
    case .closed: throw LogError(.closed, "the log \(path) was closed")
    }
  }

  private static func deadline(in seconds: Double) -> Int64 {
    let now = Instant(microseconds: Clocks.system.monotonic())
    return now.advanced(bySeconds: seconds).microseconds
  }
}

/// A wait that may be cancelled before it has begun.
private final class CancellableWait: Sendable {
  private let state = Condition<(id: Int?, isCancelled: Bool)>((nil, false))

  func began(_ id: Int?, _ watch: HeadWatch) {
    let isCancelled = state.withLock { state in
      state.id = id
      return state.isCancelled
    }
    if isCancelled, let id { watch.cancel(id) }
  }

  func cancel(_ watch: HeadWatch) {
    let id = state.withLock { state in
      state.isCancelled = true
      return state.id
    }
    if let id { watch.cancel(id) }
  }
}

/// The place of one reader in a followed log.
private actor Follower {
  private static let page = 256

  private let log: EventLog
  private var position: Int64
  private var page: [RecordedEvent] = []
  private var given = 0

  init(log: EventLog, position: Int64) {
    self.log = log
    self.position = position
  }

  func next() async throws -> RecordedEvent? {
    while given == page.count {
      if Task.isCancelled { return nil }
      let position = position
      page = try await log.read { try $0.events(after: position, limit: Follower.page) }
      given = 0
      if page.isEmpty {
        _ = try await log.waitForHead(beyond: position, timeoutSeconds: 3_600)
      }
    }
    let event = page[given]
    given += 1
    position = event.position
    return event
  }
}
