package import CanonicalJSON
import MissionControl
package import MissionModel

/// `--dry-run` of a command on a mission: whether it would be done.
///
/// Over HTTP it is a GET, whose line and headers the server bounds. Guidance that is too long for
/// them (escaped bytes take three each) is refused there: better than an answer that leaves it out.
package struct RehearseMission: FleetRequest {
  package static let summary =
    "Checks whether a mission would refuse a command, and writes nothing."

  static let command = Parameter(
    "command", .choice(RehearsedCommand.allCases.map(\.rawValue)), required: true, "The command.")
  package static let parameters = [
    Parameter.missionID, command, CancelMission.force, RetryMission.guidance, RetryMission.fresh,
    RetryMission.vp,
  ]

  private let missionID: MissionID
  private let command: RehearsedCommand
  private let force: Bool
  private var retry = RetryRequest()

  package init(_ arguments: Arguments) throws(MissionError) {
    missionID = try arguments.missionID()
    guard let command: RehearsedCommand = try arguments.choice(Self.command) else {
      throw Self.command.refusal(of: "nothing")
    }
    self.command = command
    force = try arguments.flag(CancelMission.force) ?? false
    retry.guidance = try arguments.text(RetryMission.guidance)
    retry.freshWorkspace = try arguments.flag(RetryMission.fresh) ?? false
    retry.vp = try arguments.optionalVPID(RetryMission.vp)
  }

  package func check() throws(MissionError) {
    try RetryMission.guidance.check(retry.guidance)
  }

  package func perform(_ context: ToolContext) async throws -> RehearsalAnswer {
    RehearsalAnswer(
      rehearsal: try await context.fleet.rehearse(
        command, on: missionID, force: force, retry: retry, context.call))
  }
}

/// Whether a mission would take a command, and the mission as it is.
package struct RehearsalAnswer: DescribedAnswer {
  package static let fields = [
    Field("mission", .shape(.mission)),
    Field("already", .boolean, "Whether it is done already, so that nothing would change."),
    Field("refusal", .nullable(.anyObject), "The error that it would be refused with."),
  ]

  let rehearsal: CommandRehearsal

  package func write(into writer: inout JSONWriter) {
    writer.field("mission", rehearsal.mission.full)
    writer.field("already", rehearsal.already)
    writer.field("refusal", rehearsal.refusal)
  }
}
