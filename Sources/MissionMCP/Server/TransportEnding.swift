import Synchronization

/// Whether the transport of a request is going away, so that waiting calls must answer with what
/// they have.
///
/// A task that is cancelled while this is false was cancelled by the client, who wants no answer.
final class TransportEnding: Sendable {
  /// The ending of this task's transport; nil for one that never ends by itself.
  @TaskLocal static var current: TransportEnding?

  private let state = Mutex(false)

  /// Whether this task's transport is going away.
  static var isUnderWay: Bool { current?.state.withLock { $0 } ?? false }

  /// Notes that the transport is going away.
  func begin() { state.withLock { $0 = true } }
}
