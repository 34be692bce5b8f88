import EventLog
import MissionModel

/// How far beyond its cursor a source was looked to with nothing in a bridge's way.
///
/// A log only grows, so that what was looked at once needn't be looked at again while the cursor stays.
struct ClearWay: Sendable {
  /// The source's lineage.
  let lineage: String
  let cursor: SourceCursor
  /// The last position that was looked at, the cursor's before any was.
  private(set) var seen: Int64
  // The cursor tells nothing of a run of passed events until that is so long.
  private var extent = BridgeExtent(events: Int(BridgePlan.longestRun) + 1)

  /// Makes the way beyond a cursor, of which nothing was looked at yet.
  init(lineage: String, after cursor: SourceCursor) {
    self.lineage = lineage
    self.cursor = cursor
    seen = cursor.position
  }

  /// Whether a bridge may have come further without its cursor telling.
  var goesOn: Bool { extent.hasRoom }

  /// Takes note of an event that is in no bridge's way.
  mutating func take(_ event: RecordedEvent) {
    seen = event.position
    extent.take(event)
  }
}
