import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

/// The routes of an orchestrator: its questions about missions, and its commands to them.
enum MissionRoutes {
  private static let one = "/api/v1/missions/{mission_id}"

  static let full = Parameter(
    "full", .boolean, standard: "false", "Whether missions are full objects, not summaries.")
  static let wholeText = Parameter(
    "full", .boolean, standard: "true", GetMission.full.summary)

  /// A page of missions, which are summaries or full objects.
  private static let missions = Field.answer([
    Field("count", .count), Field("missions", .list(.anyObject)),
    Field("next_cursor", .nullable(.text)),
  ])

  static let all: [Route] = questions + commands

  private static let questions: [Route] = [
    .question("/api/v1/mission-id", FindMission.self),
    .question(
      "/api/v1/missions", ListMissions.self, adding: [full], answer: missions
    ) { request, arguments in
      request.request.withRequests = try arguments.flag(full) ?? false
    },
    .question(
      one, GetMission.summary, answer: GetAnswer.allFields,
      parameters: GetMission.parameters.map { $0 == GetMission.full ? wholeText : $0 }
    ) { arguments, context in
      var request = try GetMission(arguments)
      request.isFull = try arguments.flag(wholeText) ?? true
      var context = context
      // A client that wants less than all gets what a model gets.
      context.rules.textBytes = DoorRules.mcp.textBytes
      return try await request.answer(context)
    },
    .question(one + "/events", GetMissionEvents.self),
    .question(one + "/timeline", GetTimeline.self),
    .question(one + "/why", ExplainWhy.self),
    .question(one + "/rehearsal", RehearseMission.self),
    .question(one + "/artifacts", ReadResultArtifacts.self),
    // A wait is for the future, so it has no `as_of`.
    .question(one + "/wait", WaitMission.self, taking: .patient, asOf: false),
    .question("/api/v1/wait", WaitMission.self, taking: .patient, asOf: false),
  ]

  private static let commands: [Route] = [
    dispatch.obeying(.idempotencyKey),
    .command(one + "/cancel", .dispatch, CancelMission.self).obeying(.idempotencyKey),
    .command(one + "/retry", .dispatch, RetryMission.self),
    .command(one + "/answer", .dispatch, AnswerMission.self).obeying(.idempotencyKey),
    .command(one + "/escalate", .dispatch, EscalateMission.self).obeying(.idempotencyKey),
    .command(one + "/ack", .dispatch, AcknowledgeMission.self).obeying(.idempotencyKey),
    .command(one + "/annotate", .dispatch, AnnotateMission.self).obeying(.idempotencyKey),
  ]

  private static let dispatched = DispatchMission.parameters + [DispatchClaim.parameter]

  /// `POST /api/v1/missions`: 201 for a new mission, 200 for an earlier one with the same key.
  private static let dispatch = Route(
    .post, "/api/v1/missions", .scope(.dispatch), DispatchMission.summary,
    parameters: dispatched, content: .answer(DispatchAnswer.allFields),
    statuses: [200, 201]
  ) { call in
    let request = try DispatchMission(call.arguments(for: dispatched, named: call.namedKey()))
    if request.claim != nil { try call.caller?.check([.work]) }
    // A dispatch brings its own key.
    let answer = try await request.answer(call.contextOfRequest)
    return Reply(answer, status: answer.result.replayed ? 200 : 201)
  }
}

extension HTTPCall {
  /// The key from the client's header, as a parameter.
  fileprivate func namedKey() throws(MissionError) -> [String: String] {
    try fields.single(.idempotencyKey).map { ["idempotency_key": $0] } ?? [:]
  }
}
