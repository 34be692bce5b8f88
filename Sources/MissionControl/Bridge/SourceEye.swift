import EventLog
import MissionModel

/// A source as an audit sees it: the events of it that feeds should carry.
///
/// Each look is at a snapshot of its own.
struct SourceEye: Sendable {
  private let log: EventLog
  private var trail: MissionTrail
  /// Whether items were met of a history that the source doesn't hold.
  private(set) var hasOtherHistory = false

  init(_ log: EventLog, _ upcasting: Upcasting) {
    self.log = log
    trail = MissionTrail(upcasting)
  }

  /// The positions of a range that feeds should carry; none where the range is of another history.
  mutating func wanted(in range: Range<Int64>, upTo mark: SourceMark) throws -> [Int64] {
    guard try isOfThisHistory(mark) else { return [] }
    return try wanted(in: range)
  }

  private mutating func wanted(in range: Range<Int64>) throws -> [Int64] {
    return try log.readBlocking { reader in
      var wanted: [Int64] = []
      try reader.forEach(after: range.lowerBound - 1, through: range.upperBound - 1) { event in
        if try BridgePlan.carries(event) && trail.hasSession(event.streamID, reader) {
          wanted.append(event.position)
        }
        return true
      }
      return wanted
    }
  }

  /// How many events of a gap feeds should carry; nil where the source no longer holds them.
  mutating func missing(in gap: BridgeAudit.Finding) throws -> Int64? {
    guard gap.lineage == log.lineage, try log.readBlocking({ $0.head }) >= gap.to else {
      return nil
    }
    return Int64(try wanted(in: gap.from..<(gap.to + 1)).count)
  }

  /// Compares an item with its event.
  mutating func check(_ item: BridgeDelivered) throws {
    _ = try isOfThisHistory(item.source)
  }

  /// The reason why the bridge carries nothing from the source after a cursor; nil where the source
  /// is the ledger that it has read.
  func refusal(of cursor: SourceCursor) throws -> MissionError? {
    do {
      try log.readBlocking { try BridgeSource.check(cursor, lineage: log.lineage, $0) }
      return nil
    } catch let error as MissionError where error.code == .versionConflict {
      return error
    }
  }

  /// Whether the source holds the event of a mark, under any lineage: a restored ledger has another
  /// one.
  private mutating func isOfThisHistory(_ mark: SourceMark) throws -> Bool {
    let leaf = try log.readBlocking { try $0.leaf(at: mark.event.position) }
    if leaf != mark.leaf { hasOtherHistory = true }
    return leaf == mark.leaf
  }
}
