private import CPlatform
private import Glibc

/// A watch that reports signals from a thread, where any call is allowed.
///
/// A watched signal has no default action until its last watch ends. Children start with the
/// default: a handler does not survive exec, and no signal is blocked.
package final class SignalWatch: Sendable {
  private let number: Int

  /// Calls `receive` with each of `signals` that comes, one at a time, until `stop`.
  package init(
    _ signals: [Int32], _ receive: @escaping @Sendable (Int32) -> Void
  ) throws(PlatformError) {
    number = try SignalHub.shared.get().add(Set(signals), receive)
  }

  /// Ends the watch; a signal without another watch gets its default action back.
  package func stop() {
    if let hub = try? SignalHub.shared.get() { hub.remove(number) }
  }

  /// Returns a stream of the signals that come; the watch ends with it.
  package static func stream(_ signals: [Int32]) throws(PlatformError) -> AsyncStream<Int32> {
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    let watch = try SignalWatch(signals) { continuation.yield($0) }
    continuation.onTermination = { _ in watch.stop() }
    return stream
  }
}

/// The process's one pipe from signal handlers to a thread, and the watches to be told.
private final class SignalHub: Sendable {
  static let shared = Result { () throws(PlatformError) in try SignalHub() }

  private struct Watches {
    var nextNumber = 0
    var byNumber: [Int: (signals: Set<Int32>, receive: @Sendable (Int32) -> Void)] = [:]
  }

  private let watches = Condition(Watches())
  private let reader: Int32
  private let writer: Int32

  init() throws(PlatformError) {
    var ends: [Int32] = [-1, -1]
    _ = try retrying("making a pipe") { unsafe cplatform_pipe(&ends) }
    (reader, writer) = (ends[0], ends[1])
    // A handler must not block on a full pipe: one more of a thousand signals tells nothing new.
    _ = try retrying("setting a pipe") { fcntl(ends[1], F_SETFL, O_NONBLOCK) }
    try PlatformThread.spawn(name: "signals") { [self] in forward() }
  }

  func add(
    _ signals: Set<Int32>, _ receive: @escaping @Sendable (Int32) -> Void
  ) throws(PlatformError) -> Int {
    let number = watches.withLock { watches in
      watches.nextNumber += 1
      watches.byNumber[watches.nextNumber] = (signals, receive)
      return watches.nextNumber
    }
    for signal in signals {
      _ = try retrying("handling a signal") { cplatform_report_signal(signal, writer) }
    }
    return number
  }

  func remove(_ number: Int) {
    watches.withLock { watches in
      guard let ended = watches.byNumber.removeValue(forKey: number) else { return }
      for signal in ended.signals
      where !watches.byNumber.values.contains(where: { $0.signals.contains(signal) }) {
        cplatform_restore_signal(signal)
      }
    }
  }

  private func forward() {
    var byte: UInt8 = 0
    while true {
      guard unsafe read(reader, &byte, 1) == 1 else { continue }
      let signal = Int32(byte)
      let told = watches.withLock { watches in
        watches.byNumber.sorted { $0.key < $1.key }.map(\.value)
          .filter { $0.signals.contains(signal) }.map(\.receive)
      }
      for receive in told { receive(signal) }
    }
  }
}
