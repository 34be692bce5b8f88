import EventLog

/// The followers of several ledgers as one sequence, in the order in which their events are seen.
enum LogFollower {
  /// Every event committed beyond the heads of `windows`, and beyond where they begin, by any
  /// process.
  ///
  /// It ends only by cancellation or an error.
  static func events(beyond windows: [LogWindow]) -> AsyncThrowingStream<RecordedEvent, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task {
        do {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for window in windows {
              group.addTask {
                for try await event in window.log.follow(after: max(window.head, window.after)) {
                  continuation.yield(event)
                }
              }
            }
            try await group.waitForAll()
          }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}
