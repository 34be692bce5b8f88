import EventLog
import EventProjections
import MissionModel
import MissionStore
import Platform
import Synchronization

/// What source sessions have asked of one ledger lately: finds the missions that may ask the same without looking at
/// all the others.
///
/// Each process has its own, and each dispatch brings it up to what came before: a mission is looked at once, however
/// many dispatches follow it. A mission whose batch then failed is not found, and so does no harm.
final class RecentDispatches: Sendable {
  /// Candidates that a caller gets at most.
  private static let maximumCandidates = 32
  /// Dispatches that are kept, and events that are looked at, however old they are.
  private static let leastKept = 1_024

  private struct State {
    /// The event up to which it has looked; 0 before the first question.
    var seen: Int64 = 0
    /// The dispatches by what they ask, oldest first.
    var byWish: [Int: [Dispatched]] = [:]
    var count = 0
    /// The number of dispatches at which old ones are forgotten.
    var limit = RecentDispatches.leastKept
  }

  private struct Dispatched {
    let id: Int64
    let at: Instant
  }

  private let state = Mutex(State())

  /// The keys of missions, newest first, that the same session dispatched to the same VP since a time with an objective
  /// that begins the same: the newest few, and rarely one that asks something else.
  func candidates(
    for request: DispatchRequest, of session: String, since: Instant, through head: Int64,
    _ lane: some LaneRows
  ) throws -> [Int64] {
    let wish = Self.wish(
      request.vpID.rawValue, session, MissionFacts.head(of: request.objective))
    return try state.withLock { state in
      try Self.catchUp(&state, since: since, through: head, lane)
      let alike = (state.byWish[wish] ?? []).suffix(Self.maximumCandidates)
      return alike.reversed().filter { $0.at >= since }.map(\.id)
    }
  }

  private static func catchUp(
    _ state: inout State, since: Instant, through head: Int64, _ lane: some LaneRows
  ) throws {
    guard head != state.seen else { return }
    try lane.missions { missions in
      var seen = state.seen
      // What is long past is passed over: at the first question, and at one after a long time without any.
      if head - seen > Int64(leastKept) {
        seen = max(seen, try missions.lastDispatch(atOrBefore: since) ?? 0)
      }
      try missions.sessionDispatches(after: seen, through: head) { found in
        let wish = wish(found.vpID, found.sourceSessionID, found.objectiveHead)
        state.byWish[wish, default: []].append(Dispatched(id: found.id, at: found.at))
        state.count += 1
      }
    }
    state.seen = head
    if state.count > state.limit { forget(&state, before: since) }
  }

  private static func forget(_ state: inout State, before since: Instant) {
    state.byWish = state.byWish.compactMapValues { dispatched in
      let kept = dispatched.filter { $0.at >= since }
      return kept.isEmpty ? nil : kept
    }
    state.count = state.byWish.values.reduce(0) { $0 + $1.count }
    state.limit = max(leastKept, 2 * state.count)
  }

  /// What tells wishes apart in this process, a few texts in one number.
  private static func wish(_ vp: String, _ session: String, _ objectiveHead: String) -> Int {
    var hasher = Hasher()
    hasher.combine(vp)
    hasher.combine(session)
    hasher.combine(objectiveHead)
    return hasher.finalize()
  }
}
