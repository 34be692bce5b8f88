import MissionModel
import MissionStore
import Platform
import Synchronization

/// The latest dispatches of source sessions to one ledger, to find a mission with the same request
/// without reading all the others.
///
/// Each process has its own, and each dispatch brings it up to date: a mission is looked at once,
/// however many dispatches follow it, and its request is read once, when a similar one comes. The
/// newest are read first, and not very many for one dispatch, during which every other writer
/// waits. A mission whose batch failed in the end is not found, and so does no harm.
final class RecentDispatches: Sendable {
  /// How many dispatches are kept, and how many events are read, however old they are.
  private static let leastKept = 1_024
  /// The most requests that are read for one dispatch.
  private static let mostReads = 1_024

  private struct State {
    /// The last event that was read; 0 before the first question.
    var seen: Int64 = 0
    /// The dispatches by their looks: VP, session, and the beginning of the objective.
    var byLook: [Int: LookAlikes] = [:]
    var count = 0
    /// The number of dispatches at which old ones are dropped.
    var limit = RecentDispatches.leastKept
  }

  /// Dispatches with the same look.
  private struct LookAlikes {
    /// Those whose requests were not read yet, oldest first.
    var unread: [Dispatched] = []
    /// The others by their whole request, oldest first, without those that were found to have
    /// ended.
    var byWish: [Int: [Dispatched]] = [:]

    /// Files one of the unread under its request.
    mutating func take(_ dispatched: Dispatched, _ wish: DispatchRequest) {
      var same = byWish[wish.hashValue] ?? []
      same.insert(dispatched, at: same.firstIndex { $0.id > dispatched.id } ?? same.endIndex)
      byWish[wish.hashValue] = same
    }

    var count: Int { byWish.values.reduce(unread.count) { $0 + $1.count } }

    mutating func forget(before since: Instant) {
      unread.removeAll { $0.at < since }
      byWish = byWish.compactMapValues { dispatched in
        let kept = dispatched.filter { $0.at >= since }
        return kept.isEmpty ? nil : kept
      }
    }
  }

  private struct Dispatched {
    let id: Int64
    let at: Instant
  }

  private let state = Mutex(State())

  /// The newest unfinished mission that the same session dispatched to the same VP since a time
  /// with the same request, keys aside; nil where there is none, and for a request without a
  /// session.
  func twin(
    of request: DispatchRequest, since: Instant, through head: Int64, _ lane: some LaneRows
  ) throws -> MissionState? {
    guard let session = request.sourceSessionID else { return nil }
    let look = Self.look(request.vpID.rawValue, session, MissionFacts.head(of: request.objective))
    return try state.withLock { state in
      try Self.catchUp(&state, since: since, through: head, lane)
      guard var alike = state.byLook.removeValue(forKey: look) else { return nil }
      defer { state.byLook[look] = alike }
      for _ in 0..<Self.mostReads {
        guard let next = alike.unread.popLast(), next.at >= since else { break }
        if let (_, other) = Self.unfinished(next, lane) { alike.take(next, other.wish) }
      }
      let wish = request.wish
      var same = alike.byWish[wish.hashValue] ?? []
      defer { alike.byWish[wish.hashValue] = same }
      for index in same.indices.reversed() {
        guard same[index].at >= since, let (mission, other) = Self.unfinished(same[index], lane)
        else {
          same.remove(at: index)
          continue
        }
        // A dispatch that only looks the same, as Unicode sees it, is a later dispatch's twin.
        if other.sourceSessionID.map({ ExactText($0) }) == ExactText(session),
          other.wish.differences(from: wish).isEmpty
        {
          return mission
        }
      }
      return nil
    }
  }

  /// A mission with its request; nil where it has ended, or can't be read.
  private static func unfinished(
    _ dispatched: Dispatched, _ lane: some LaneRows
  ) -> (MissionState, DispatchRequest)? {
    guard let mission = try? lane.mission(at: dispatched.id), !mission.status.isTerminal,
      let request = try? lane.request(of: mission)
    else { return nil }
    return (mission, request)
  }

  private static func catchUp(
    _ state: inout State, since: Instant, through head: Int64, _ lane: some LaneRows
  ) throws {
    guard head != state.seen else { return }
    try lane.missions { missions in
      var seen = state.seen
      // Old dispatches are skipped at the first question, and after a long time without one.
      if head - seen > Int64(leastKept) {
        seen = max(seen, try missions.lastDispatch(atOrBefore: since) ?? 0)
      }
      try missions.sessionDispatches(after: seen, through: head) { found in
        let look = look(found.vpID, found.sourceSessionID, found.objectiveHead)
        state.byLook[look, default: LookAlikes()].unread
          .append(Dispatched(id: found.id, at: found.at))
        state.count += 1
      }
    }
    state.seen = head
    if state.count > state.limit { forget(&state, before: since) }
  }

  private static func forget(_ state: inout State, before since: Instant) {
    state.byLook = state.byLook.compactMapValues { alike in
      var alike = alike
      alike.forget(before: since)
      return alike.count == 0 ? nil : alike
    }
    state.count = state.byLook.values.reduce(0) { $0 + $1.count }
    state.limit = max(leastKept, 2 * state.count)
  }

  /// A number that distinguishes dispatches in this process before their requests are read.
  private static func look(_ vp: String, _ session: String, _ objectiveHead: String) -> Int {
    var hasher = Hasher()
    hasher.combine(vp)
    hasher.combine(session)
    hasher.combine(objectiveHead)
    return hasher.finalize()
  }
}
