import EventLog
import MissionControl
import MissionModel

/// How far the bridge has read each ledger, as the runtime ledger tells it: what it has read must still be there.
///
/// A log that lost its newest events without a trace of its own is found out so. The lineage tells nothing here, since a
/// ledger that was restored has another one.
struct BridgeMarks: Sendable {
  private let cursors: [SourceCursor]
  /// Why nobody can tell; nil where the runtime ledger does.
  let lack: String?

  /// Reads the marks, which are to be read before the ledgers that they are held against.
  init(of fleet: Fleet) async {
    do {
      cursors = try await fleet.bridgeCursors()
      lack = nil
    } catch {
      cursors = []
      lack = "the runtime ledger can't be read"
    }
  }

  /// Makes marks of which nobody can tell.
  init(lacking lack: String) {
    cursors = []
    self.lack = lack
  }

  /// Whether the bridge has read anything of a ledger.
  func concern(_ ledger: String) -> Bool {
    cursors.contains { $0.ledger == ledger && $0.position > 0 }
  }

  /// Says what of a log the bridge has read and is no longer there; nil where all is.
  func firstBreak(in log: EventLog) async throws -> String? {
    guard let cursor = cursors.first(where: { $0.ledger == log.name }) else { return nil }
    let (head, leaf) = try await log.read { reader in
      (reader.head, try cursor.leaf.flatMap { _ in try reader.leaf(at: cursor.position) })
    }
    let way =
      "; who knows of it lets the bridge go on by missionlog bridge cursor reset-to-latest --ledger "
      + log.name
    guard cursor.position <= head else {
      return "the log has \(head) events, but the bridge has read \(cursor.position) of it: "
        + "events are gone, or this is another log" + way
    }
    guard cursor.leaf == nil || cursor.leaf == leaf else {
      return "its event \(cursor.position) is not the one that the bridge has read: "
        + "what it says was changed, or this is another log" + way
    }
    return nil
  }
}
