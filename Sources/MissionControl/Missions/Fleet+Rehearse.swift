package import MissionModel

extension Fleet {
  /// Decides a command on a mission as it now is, and writes nothing.
  ///
  /// `force` is that of a cancel, `retry` that of a retry, whose new mission is checked too.
  package func rehearse(
    _ command: RehearsedCommand, on id: MissionID, force: Bool = false,
    retry: RetryRequest = RetryRequest(), _ call: CallContext
  ) async throws -> CommandRehearsal {
    let ledger = try await place(of: id)
    return switch command {
    case .acknowledge: try await rehearse(.acknowledge(note: nil), on: id, in: ledger)
    case .cancel:
      try await rehearse(
        .cancel(reason: MissionCancelRequested.unstated, force: force), on: id, in: ledger)
    case .retry: try await rehearse(retry, on: id, in: ledger, call)
    }
  }

  /// The outcome of a retry, which may be recorded although its mission is still missing.
  private func rehearse(
    _ request: RetryRequest, on id: MissionID, in ledger: LaneLedger, _ call: CallContext
  ) async throws -> CommandRehearsal {
    do {
      let plan = try await retryPlan(of: id, in: ledger, request, call)
      let said = try await rehearse(.retry(plan.retried), on: id, in: ledger)
      guard said.refusal == nil, !(said.already && plan.isMade) else { return said }
      try plan.copy.checkRequest(as: plan.retried, of: id)
      return CommandRehearsal(mission: said.mission, already: false, refusal: plan.refusal)
    } catch let error as MissionError {
      let mission = try await read(ledger) { try $0.view(of: id, withRequest: true) } ?? nil
      guard let mission else { throw error }
      return CommandRehearsal(mission: mission, already: false, refusal: error)
    }
  }

  /// The decision of the mission's own state on a command.
  private func rehearse(
    _ command: MissionCommand, on id: MissionID, in ledger: LaneLedger
  ) async throws -> CommandRehearsal {
    let rehearsal = try await read(ledger) { lane -> CommandRehearsal? in
      guard let state = try lane.state(of: id) else { return nil }
      let mission = try lane.view(of: state, withRequest: true)
      let context = DecisionContext(now: lane.now, ledger: lane.lane, policy: lane.policy)
      do {
        let decision = try lane.decision(on: command, by: state, context)
        return CommandRehearsal(mission: mission, already: decision == .unchanged, refusal: nil)
      } catch let error as MissionError {
        return CommandRehearsal(mission: mission, already: false, refusal: error)
      }
    }
    guard let rehearsal = rehearsal ?? nil else { throw unknownMission(id) }
    return rehearsal
  }
}
