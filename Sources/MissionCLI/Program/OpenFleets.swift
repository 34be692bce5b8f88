import MissionControl
import Synchronization

/// The fleets that a command works on; they are closed when it ends, which also stores their
/// counts.
final class OpenFleets: Sendable {
  private let fleets = Mutex<[Fleet]>([])

  /// Adds a fleet, to be closed with the others.
  func add(_ fleet: Fleet) { fleets.withLock { $0.append(fleet) } }

  /// Whether none of them can be written: each is a capsule or a backup.
  var areUnwritable: Bool {
    fleets.withLock { $0.contains { !$0.isWritable } }
  }

  /// Closes every file; blocks until waiting writes are done.
  func close() {
    let fleets = fleets.withLock { fleets in
      defer { fleets = [] }
      return fleets
    }
    for fleet in fleets { fleet.close() }
  }
}
