import MissionModel
import Synchronization

/// Answers that a fleet remembers so as not to ask its ledgers again; a forgotten one is asked for
/// anew.
///
/// Times are of the monotonic clock, in microseconds.
final class FleetMemory: Sendable {
  /// How many missions' lanes are remembered at most.
  static let placesLimit = 10_000
  /// For how long a VP is believed to have missions in the ledger of its lane alone.
  ///
  /// Only a process with another configuration puts one elsewhere, and asking the other ledgers
  /// before each of thousands of dispatches a second would cost more than the append itself. A
  /// ledger that couldn't be read is asked again after the same time.
  static let belief: Int64 = 1_000_000

  private let places = Mutex<[MissionID: String]>([:])
  private let idleVPs = Mutex<Set<VPID>>([])
  private let settled = Mutex<[VPID: Int64]>([:])
  private let clearWays = Mutex<[String: ClearWay]>([:])

  /// The lane in whose ledger a mission was found; nil where it wasn't seen yet.
  func lane(of id: MissionID) -> String? { places.withLock { $0[id] } }

  /// Notes where a mission lives: it never moves.
  func note(lane: String, of id: MissionID) {
    places.withLock { places in
      if places.count >= Self.placesLimit { places.removeAll() }
      places[id] = lane
    }
  }

  /// Whether a VP's queue had nothing to claim when it was last asked.
  func isIdle(_ vp: VPID) -> Bool { idleVPs.withLock { $0.contains(vp) } }

  /// Notes whether a VP's queue had something to claim.
  func noteQueue(of vp: VPID, isIdle: Bool) {
    idleVPs.withLock { idle in
      if isIdle { idle.insert(vp) } else { idle.remove(vp) }
    }
  }

  /// Whether a VP was seen just now to have missions in the ledger of its lane alone.
  func isSettled(_ vp: VPID, at moment: Int64) -> Bool {
    guard let seen = settled.withLock({ $0[vp] }) else { return false }
    return (seen...(seen + Self.belief)).contains(moment)
  }

  /// Notes that a VP has missions in the ledger of its lane alone.
  func noteSettled(_ vp: VPID, at moment: Int64) { settled.withLock { $0[vp] = moment } }

  /// How far a source of a lineage was seen to be clear beyond a cursor.
  func clearWay(lineage: String, after cursor: SourceCursor) -> ClearWay {
    let known = clearWays.withLock { $0[cursor.ledger] }
    guard let known, known.lineage == lineage, known.cursor == cursor else {
      return ClearWay(lineage: lineage, after: cursor)
    }
    return known
  }

  /// Notes how far a source was seen to be clear.
  func note(_ way: ClearWay) { clearWays.withLock { $0[way.cursor.ledger] = way } }
}
