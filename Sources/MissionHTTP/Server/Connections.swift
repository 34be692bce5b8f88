import NIOCore
import Synchronization

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
