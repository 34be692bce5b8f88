package import MissionModel

extension Fleet {
  /// Decides a command on a mission as it now is, and writes nothing: it looks in one read.
  ///
  /// Whether another retry is the same one is for its transaction to say: a mission that was retried refuses none here.
  package func rehearse(
    _ command: RehearsedCommand, on id: MissionID
  ) async throws -> CommandRehearsal {
    let ledger = try await place(of: id)
    let rehearsal = try await read(ledger) { lane -> CommandRehearsal? in
      guard let state = try lane.state(of: id) else { return nil }
      return CommandRehearsal(
        mission: try lane.view(of: state, withRequest: true),
        refusal: lane.refusal(of: command, by: state))
    }
    guard let rehearsal = rehearsal ?? nil else { throw unknownMission(id) }
    return rehearsal
  }
}

extension LaneReader {
  /// Why a mission refuses a command; nil where it doesn't.
  fileprivate func refusal(of command: RehearsedCommand, by state: MissionState) -> MissionError? {
    let decided: MissionCommand
    switch command {
    case .acknowledge: decided = .acknowledge(note: nil)
    case .cancel: decided = .cancel(reason: MissionCancelRequested.unstated, force: false)
    case .retry:
      guard state.retried == nil else { return nil }
      decided = .retry(
        MissionRetried(
          newMissionID: state.facts.missionID, vpID: state.facts.vpID, guidance: nil,
          freshWorkspace: false))
    }
    do throws(MissionError) {
      _ = try decide(
        state, decided, DecisionContext(now: now, ledger: lane, policy: policy))
      return nil
    } catch {
      return error
    }
  }
}
