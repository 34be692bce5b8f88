package import MissionModel

extension Fleet {
  package func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView {
    let (outcome, ledger) = try await perform(report.command(by: token), on: mission, call)
    _ = try outcome.state()
    return try await view(of: mission, in: ledger, withRequest: false)
  }

  package func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView {
    let ledger = try placeBlocking(of: mission)
    let command = report.command(by: token)
    _ = try writeBlocking(ledger, call) { try $0.perform(command, on: mission) }.state()
    return try viewBlocking(of: mission, in: ledger, withRequest: false)
  }
}
