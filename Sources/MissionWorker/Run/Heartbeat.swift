import Platform

/// The regular heartbeats of a mission, from its claim to its end, on a thread of its own.
///
/// Neither a busy command nor a busy thread pool can delay it. A heartbeat that can't be recorded
/// now is tried again soon.
final class Heartbeat: Sendable {
  /// How soon a failed heartbeat is tried again.
  private static let retryMicroseconds: Int64 = 1_000_000

  private let isStopped = Condition(false)

  /// Starts the thread; `beat` blocks, and returns whether it should be tried again soon.
  init(
    everySeconds interval: Double, clocks: Clocks, _ beat: @escaping @Sendable () -> Bool
  ) throws(PlatformError) {
    let isStopped = isStopped
    let step = Instant.microseconds(inSeconds: interval)
    let retry = min(step, Self.retryMicroseconds)
    try PlatformThread.spawn(name: "heartbeat") {
      var due = clocks.monotonic() + step
      while true {
        let seconds = Double(due - clocks.monotonic()) / 1_000_000
        if isStopped.wait(upToSeconds: seconds, for: { $0 ? true : nil }) != nil { return }
        let failed = beat()
        // The next heartbeat is due an interval after this one was due, not after it was done.
        due = failed ? clocks.monotonic() + retry : max(due + step, clocks.monotonic())
      }
    }
  }

  /// Ends the thread, without waiting for a heartbeat under way.
  func stop() {
    isStopped.change { $0 = true }
  }
}
