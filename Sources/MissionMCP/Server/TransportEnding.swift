import Synchronization

/// Whether the transport of a request is going away, so that what waits is to say what it has and be done.
///
/// A task that is cancelled while it is false was cancelled by the client, who wants no answer.
final class TransportEnding: Sendable {
  /// The ending of the transport that runs this task; nil where it never ends by itself.
  @TaskLocal static var current: TransportEnding?

  private let state = Mutex(false)

  /// Whether this task's transport is going away.
  static var isUnderWay: Bool { current?.state.withLock { $0 } ?? false }

  /// Says that the transport is going away.
  func begin() { state.withLock { $0 = true } }
}
