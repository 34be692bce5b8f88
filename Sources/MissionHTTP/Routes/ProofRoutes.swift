import HTTPTypes
import MissionControl
import MissionTools

/// The routes for proofs: roots, verifications of ledgers and projections, and the bridge's audit.
enum ProofRoutes {
  static let all: [Route] = [
    rebuild,
    .question("/api/v1/root", ShowRoots.self),
    .question("/api/v1/bridge/audit", AuditBridge.self, taking: .long, asOf: false),
    .command("/api/v1/verify", .admin, VerifyLedgers.self, taking: .long),
    .command(
      "/api/v1/projections/{name}/check", .admin, CheckProjections.self, taking: .long),
  ]

  /// `POST …/rebuild`: the answer once it is done, or its progress on the way with `Accept:
  /// text/event-stream`.
  private static let rebuild = Route(
    .post, "/api/v1/projections/{name}/rebuild", .scope(.admin), RebuildProjections.summary,
    parameters: RebuildProjections.parameters, content: .answerOrEvents(RebuildAnswer.allFields)
  ) { call in
    let request = try RebuildProjections(call.arguments(for: RebuildProjections.parameters))
    if call.wantsEvents { return try await RebuildStream(request, call.context).reply }
    return Reply(try await request.answer(call.context))
  }
}
