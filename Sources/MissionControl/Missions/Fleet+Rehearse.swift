package import MissionModel

extension Fleet {
  /// Decides a command on a mission as it now is, and writes nothing.
  ///
  /// Whether another retry is the same one is for its transaction to say: a mission that was retried refuses none here,
  /// and either way none is made. `force` is that of a cancel; what a `retry` would make is looked at as that would.
  package func rehearse(
    _ command: RehearsedCommand, on id: MissionID, force: Bool = false,
    retry: RetryRequest = RetryRequest(), _ call: CallContext
  ) async throws -> CommandRehearsal {
    let ledger = try await place(of: id)
    let rehearsal = try await decision(on: command, on: id, in: ledger, force: force)
    guard command == .retry, rehearsal.refusal == nil, !rehearsal.already else { return rehearsal }
    do {
      let plan = try await retryPlan(of: id, in: ledger, retry, call)
      try plan.copy.checkRequest(as: plan.retried, of: id)
      return rehearsal.refused(plan.refusal)
    } catch let error as MissionError {
      return rehearsal.refused(error)
    }
  }

  /// What the mission's own state makes of a command.
  private func decision(
    on command: RehearsedCommand, on id: MissionID, in ledger: LaneLedger, force: Bool
  ) async throws -> CommandRehearsal {
    let rehearsal = try await read(ledger) { lane -> CommandRehearsal? in
      guard let state = try lane.state(of: id) else { return nil }
      let mission = try lane.view(of: state, withRequest: true)
      do throws(MissionError) {
        let decision = try lane.decision(on: command, by: state, force: force)
        return CommandRehearsal(mission: mission, already: decision == .unchanged, refusal: nil)
      } catch {
        return CommandRehearsal(mission: mission, already: false, refusal: error)
      }
    }
    guard let rehearsal = rehearsal ?? nil else { throw unknownMission(id) }
    return rehearsal
  }
}

extension LaneReader {
  /// What a mission would make of a command.
  fileprivate func decision(
    on command: RehearsedCommand, by state: MissionState, force: Bool
  ) throws(MissionError) -> Decision {
    let decided: MissionCommand =
      switch command {
      case .acknowledge: .acknowledge(note: nil)
      case .cancel: .cancel(reason: MissionCancelRequested.unstated, force: force)
      case .retry:
        .retry(
          state.retried
            ?? MissionRetried(
              newMissionID: state.facts.missionID, vpID: state.facts.vpID, guidance: nil,
              freshWorkspace: false))
      }
    return try decide(state, decided, DecisionContext(now: now, ledger: lane, policy: policy))
  }
}
