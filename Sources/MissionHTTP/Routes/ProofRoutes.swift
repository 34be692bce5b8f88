import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// The routes that prove: roots, what was recomputed of ledgers and projections, and the bridge's audit.
enum ProofRoutes {
  static let full = Parameter(
    "full", .boolean, standard: "false",
    "Whether the files' own pages and indexes are checked too, and what is kept for past moments."
  )
  static let against = Parameter(
    "against", .text(bytes: 1...1_000_000),
    "Lines or objects that root once gave: the logs must extend each of them.")
  static let projection = Parameter(
    "name", .text(bytes: 1...128), required: true, "The projection; GET …/projections lists them.")

  static let all: [Route] = [
    .question(
      "/api/v1/root", "Gives the log roots, to be kept elsewhere.", answer: RootsAnswer.allFields,
      parameters: [.ledger, ShowRoots.position]
    ) { arguments, context in
      let name = try arguments.checkedText(.ledger)
      let position = try arguments.integer(ShowRoots.position)
      guard position == nil || name != nil else {
        throw MissionError.validation("at wants ledger beside it", field: "at")
      }
      return try await ShowRoots(ledger: name, at: position.map { Int64($0) }).answer(context)
    },
    .question(
      "/api/v1/bridge/audit", "Proves from the events that no feed lost or doubled anything.",
      answer: BridgeAuditAnswer.allFields, taking: .long, asOf: false
    ) { _, context in try await AuditBridge().answer(context) },
    .command(
      "/api/v1/verify", .admin, "Recomputes what the ledgers promise, and names the first break.",
      answer: VerifyAnswer.allFields, parameters: [full, against], taking: .long
    ) { arguments, context in
      let text = try arguments.checkedText(against)
      let kept = try text.map { text throws(MissionError) in try KeptRoots(text) }
      return try await VerifyLedgers(isFull: try arguments.flag(full) ?? false, against: kept)
        .answer(context)
    },
    .command(
      "/api/v1/projections/{name}/check", .admin,
      "Compares a projection with a fold of the log, and changes nothing.",
      answer: CheckAnswer.allFields, parameters: [projection], taking: .long
    ) { arguments, context in
      try await CheckProjections(names: [try arguments.requiredText(projection)]).answer(context)
    },
  ]
}
