import MissionControl
import Synchronization

/// The fleets that a command works on: they are let go when it ends, with which what they have counted is kept.
final class OpenFleets: Sendable {
  private let fleets = Mutex<[Fleet]>([])

  /// Notes a fleet, which is let go with the others.
  func add(_ fleet: Fleet) { fleets.withLock { $0.append(fleet) } }

  /// Whether nothing can be written to any of them: to a capsule, a backup.
  var areUnwritable: Bool {
    fleets.withLock { $0.contains { !$0.isWritable } }
  }

  /// Lets go of every file; blocks until what waits to be written is.
  func close() {
    let fleets = fleets.withLock { fleets in
      defer { fleets = [] }
      return fleets
    }
    for fleet in fleets { fleet.close() }
  }
}
