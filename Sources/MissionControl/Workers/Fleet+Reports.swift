package import MissionModel

extension Fleet {
  package func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView {
    try await perform(report.command(by: token), on: mission, withRequest: false, call).mission
  }

  package func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView {
    try performBlocking(report.command(by: token), on: mission, withRequest: false, call).mission
  }
}
