import NIOCore
import Synchronization

/// What may become of a connection while its client waits for an answer.
struct ConnectionEndings: Sendable {
  /// Comes when the client sends no more: it has hung up, or has closed its half and still listens.
  ///
  /// Which of the two it is shows only by writing to it.
  let silence = Ending(refusal: .clientIsGone)
  /// Comes when the connection is closed.
  let close = Ending(refusal: .clientIsGone)
}

/// The connections of a server that are open, and the ends of each.
final class Connections: Sendable {
  private let open = Mutex<[ObjectIdentifier: ConnectionEndings]>([:])

  /// Notes a connection, and gives the ends that its guard lets come.
  func add(_ channel: any Channel) -> ConnectionEndings {
    let endings = ConnectionEndings()
    open.withLock { $0[ObjectIdentifier(channel)] = endings }
    return endings
  }

  /// Forgets a connection that is closed.
  func remove(_ channel: any Channel) {
    open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  /// The ends of a connection; nil once it is closed.
  func endings(of channel: any Channel) -> ConnectionEndings? {
    open.withLock { $0[ObjectIdentifier(channel)] }
  }

  /// How many are open.
  var count: Int { open.withLock(\.count) }
}
