import NIOCore
import Synchronization

/// The open connections of a server, and their ends.
final class Connections: Sendable {
  private let open = Mutex<[ObjectIdentifier: ConnectionEndings]>([:])

  /// Adds a connection, and returns its ends, which its guard brings about.
  func add(_ channel: any Channel) -> ConnectionEndings {
    let endings = ConnectionEndings()
    open.withLock { $0[ObjectIdentifier(channel)] = endings }
    return endings
  }

  /// Removes a closed connection.
  func remove(_ channel: any Channel) {
    open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  /// The ends of a connection; nil once it is closed.
  func endings(of channel: any Channel) -> ConnectionEndings? {
    open.withLock { $0[ObjectIdentifier(channel)] }
  }

  /// The number of open connections.
  var count: Int { open.withLock(\.count) }
}
