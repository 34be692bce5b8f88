import EventLog
import MissionControl
import MissionModel

/// How far the bridge has read each ledger, by the runtime ledger: those events must still be
/// there.
///
/// This detects a log that lost its newest events without a trace of its own. Lineages don't help
/// here, since a restored ledger has another one.
struct BridgeMarks: Sendable {
  private let cursors: [SourceCursor]
  /// The reason why it can't be told; nil where the runtime ledger tells it.
  let lack: String?

  /// Reads the marks; to be called before the ledgers are read that they are compared with.
  init(of fleet: Fleet) async {
    do {
      cursors = try await fleet.bridgeCursors()
      lack = nil
    } catch {
      cursors = []
      lack = "the runtime ledger can't be read"
    }
  }

  /// Makes marks that can't be told.
  init(lacking lack: String) {
    cursors = []
    self.lack = lack
  }

  /// Whether the bridge has read anything of a ledger.
  func concern(_ ledger: String) -> Bool {
    cursors.contains { $0.ledger == ledger && $0.position > 0 }
  }

  /// Describes the event that the bridge has read and that a log no longer has; nil where all are
  /// there.
  func firstBreak(in log: EventLog) async throws -> String? {
    guard let cursor = cursors.first(where: { $0.ledger == log.name }) else { return nil }
    let (head, leaf) = try await log.read { reader in
      (reader.head, try cursor.leaf.flatMap { _ in try reader.leaf(at: cursor.position) })
    }
    let way =
      "; if this was intended, let the bridge go on with missionlog bridge cursor reset-to-latest --ledger "
      + log.name
    guard cursor.position <= head else {
      return "the log has \(head) events, but the bridge has read \(cursor.position) of it: "
        + "events are gone, or this is another log" + way
    }
    guard cursor.leaf == nil || cursor.leaf == leaf else {
      return "its event \(cursor.position) is not the one that the bridge has read: "
        + "its content was changed, or this is another log" + way
    }
    return nil
  }
}
