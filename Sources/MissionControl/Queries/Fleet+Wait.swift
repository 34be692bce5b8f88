import EventLog
import EventProjections
package import MissionModel
import Platform

extension Fleet {
  /// Waits for missions to be done, all of them or the first.
  ///
  /// It wakes when their ledgers move, and when time alone changes a mission's effective status. A
  /// mission that an unreadable event may have ended is not waited for, and does not count as the
  /// first.
  ///
  /// - Throws: `not_found` at once for a mission that isn't there.
  package func wait(_ request: WaitRequest) async throws -> WaitResult {
    var places: [MissionID: LaneLedger] = [:]
    for id in request.missions { places[id] = try await place(of: id) }
    let started = surroundings.clocks.monotonic()
    while true {
      let (states, watch) = try await look(at: request, in: places)
      let done = states.filter(\.isDone).map(\.view)
      let pending = states.filter { !$0.isDone }.map(\.view)
      let waited = surroundings.clocks.seconds(since: started)
      let left = request.timeoutSeconds - waited
      let isOver =
        states.allSatisfy { $0.isDone || $0.mayBeDone }
        || (request.mode == .any && !done.isEmpty)
      if isOver || left <= 0 {
        return WaitResult(
          done: await markingInterruptedRetries(done), pending: pending, timedOut: !isOver,
          waitedSeconds: max(0, waited),
          warnings: states.map(\.view).filter(\.isUnread).map {
            .unread($0.state.facts.missionID, in: $0.lane)
          })
      }
      let turn = request.until == .settled ? pending.compactMap(nextTurn).min() : nil
      try await watch.wait(seconds: min(left, turn.map { max(0.001, $0) } ?? left))
    }
  }

  package func nextChange(
    of mission: MissionID, after version: Int64, timeoutSeconds: Double
  ) async throws -> MissionView {
    var request = WaitRequest(missions: [mission], timeoutSeconds: timeoutSeconds)
    request.until = .change
    request.afterVersion = version
    let result = try await wait(request)
    guard let view = (result.done + result.pending).first else {
      throw MissionError.unknownMission(mission)
    }
    return view
  }

  private struct Seen: Sendable {
    let view: MissionView
    let isDone: Bool
    /// Whether unreadable events may have made it done.
    let mayBeDone: Bool

    init(_ view: MissionView, _ lane: LaneReader, _ request: WaitRequest) throws {
      self.view = view
      isDone = try lane.isDone(view, request)
      mayBeDone =
        try view.isUnread
        && !lane.unfolded(of: view.state.facts.dispatchPosition) { type in
          MissionEventType.named(type).map(request.until.mayCome) ?? false
        }.isEmpty
    }
  }

  /// Looks at every mission once; the watch sees later changes.
  private func look(at request: WaitRequest, in places: [MissionID: LaneLedger]) async throws -> (
    [Seen], LedgersWatch
  ) {
    try await pool.run {
      var seen: [MissionID: Seen] = [:]
      var heads: [(ProjectedLog, Int64)] = []
      for ledger in self.missionLedgers {
        let ids = request.missions.filter { places[$0] === ledger }
        guard !ids.isEmpty, let log = try ledger.reader() else { continue }
        let found = try self.readBlocking(ledger) { lane in
          let views = try ids.compactMap { try lane.view(of: $0, withRequest: false) }
          return (
            head: lane.reader.head,
            missions: try views.map { try Seen($0, lane, request) }
          )
        }
        heads.append((log, found?.head ?? 0))
        for mission in found?.missions ?? [] { seen[mission.view.state.facts.missionID] = mission }
      }
      return (request.missions.compactMap { seen[$0] }, LedgersWatch(heads: heads))
    }
  }

  /// The seconds until time alone may settle a mission: its lease runs out, or its cancel is
  /// overdue.
  private func nextTurn(_ view: MissionView) -> Double? {
    let state = view.state
    guard state.status.isHeld else { return nil }
    let overdue = state.cancel.map { $0.at.advanced(bySeconds: policy.cancelGrace) }
    let silent =
      state.lease?.expiresAt
      ?? state.updatedAt?.advanced(bySeconds: policy.staleMissionSeconds)
    // The rules say "later than", so the look comes just after.
    return [overdue, silent].compactMap { $0?.seconds(since: now) }.filter { $0 > -0.001 }.min()
      .map { $0 + 0.002 }
  }
}

extension LaneReader {
  /// Whether a mission is what the request waits for.
  fileprivate func isDone(_ view: MissionView, _ request: WaitRequest) throws -> Bool {
    switch request.until {
    case .terminal: return view.state.status.isTerminal
    case .settled: return view.isSettled
    case .change:
      guard view.state.version > request.afterVersion else { return false }
      let events = try reader.log.events(
        ofStreamAt: view.state.facts.dispatchPosition, afterVersion: request.afterVersion)
      return events.contains { $0.type != MissionEventType.heartbeat.rawValue }
    }
  }
}

extension WaitRequest.Until {
  /// Whether an event of a type may fulfil this; an unreadable event never counts as a change.
  fileprivate func mayCome(by type: MissionEventType) -> Bool {
    switch type {
    case .completed, .failed, .cancelled: self != .change
    case .blocked: self == .settled
    default: false
    }
  }
}

extension MissionView {
  /// Whether it ended, or can't go on by itself: blocked, stale, or its cancel overdue.
  package var isSettled: Bool {
    state.status.isTerminal || state.status == .blocked || staleness.isStale || isCancelOverdue
  }
}
