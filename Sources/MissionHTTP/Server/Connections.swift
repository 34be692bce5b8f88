import NIOCore
import Synchronization

/// The connections of a server that are open, and the end of each.
final class Connections: Sendable {
  private let open = Mutex<[ObjectIdentifier: Ending]>([:])

  /// Notes a connection, and gives the end that its guard lets come.
  func add(_ channel: any Channel) -> Ending {
    let ending = Ending(refusal: .clientIsGone)
    open.withLock { $0[ObjectIdentifier(channel)] = ending }
    return ending
  }

  /// Forgets a connection that is closed.
  func remove(_ channel: any Channel) {
    open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  /// The end of a connection; nil once it is closed.
  func ending(of channel: any Channel) -> Ending? {
    open.withLock { $0[ObjectIdentifier(channel)] }
  }

  /// How many are open.
  var count: Int { open.withLock(\.count) }
}
