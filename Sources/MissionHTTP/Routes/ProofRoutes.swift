import MissionControl
import MissionModel
import MissionTools

/// The routes that prove: roots, what was recomputed of ledgers and projections, and the bridge's audit.
enum ProofRoutes {
  static let projection = Parameter(
    "name", .text(bytes: 1...128), required: true, "The projection; GET …/projections lists them.")

  static let all: [Route] = [
    .question("/api/v1/root", ShowRoots.self),
    .question("/api/v1/bridge/audit", AuditBridge.self, taking: .long, asOf: false),
    .command("/api/v1/verify", .admin, VerifyLedgers.self, taking: .long),
    .command(
      "/api/v1/projections/{name}/check", .admin,
      "Compares a projection with a fold of the log, and changes nothing.",
      answer: CheckAnswer.allFields, parameters: [projection], taking: .long
    ) { arguments, context in
      try await CheckProjections(names: [try arguments.requiredText(projection)]).answer(context)
    },
  ]
}
