import EventLog
import MissionModel

/// The stretch of a source beyond its cursor in which nothing was found that stops a bridge.
///
/// A log only grows, so this stretch needn't be read again while the cursor stays.
struct ClearWay: Sendable {
  /// The source's lineage.
  let lineage: String
  let cursor: SourceCursor
  /// The last position that was looked at; at first the cursor's.
  private(set) var seen: Int64
  // The cursor moves over a run of passed events only once the run is this long.
  private var extent = BridgeExtent(events: Int(BridgePlan.longestRun) + 1)

  /// Makes the way beyond a cursor, before anything was looked at.
  init(lineage: String, after cursor: SourceCursor) {
    self.lineage = lineage
    self.cursor = cursor
    seen = cursor.position
  }

  /// Whether a bridge may have come further although its cursor doesn't show it.
  var goesOn: Bool { extent.hasRoom }

  /// Notes an event that doesn't stop a bridge.
  mutating func take(_ event: RecordedEvent) {
    seen = event.position
    extent.take(event)
  }
}
