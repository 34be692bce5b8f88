import CanonicalJSON
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// The routes to the fleet as a whole: what it looks like, its queues, its feeds, its bridge, its reconciler.
enum FleetRoutes {
  private static let feed = "/api/v1/feed/{source_session_id}"

  static let reason = Parameter("reason", .text(bytes: 1...4_096), "Why, for the record.")
  static let since = Parameter(
    "since", .text(bytes: 1...64), standard: "24 hours ago",
    "RFC 3339; from when on the totals count missions that ended.")
  static let until = Parameter(
    "until", .text(bytes: 1...64), "RFC 3339; claims go on by themselves then.")
  static let action = Parameter(
    "action", .choice(["set", "reset_to_latest", "reset_to_zero"]), required: true,
    "Where to go on: after position, after the last event, or before the first.")
  static let dryRun = Parameter(
    "dry_run", .boolean, standard: "false", "Whether to answer the plan, and append nothing.")
  static let plan = Parameter(
    "plan", .object, "A plan that dry_run answered: exactly that is appended, or nothing.")
  static let all: [Route] = questions + commands

  /// The route of the bridge's figures; `bridge` is the one that runs beside the server.
  static func bridge(_ bridge: Bridge?) -> Route {
    .question(
      "/api/v1/bridge", "Shows how far the bridge is in each ledger.",
      answer: BridgeAnswer.allFields, asOf: false
    ) { _, context in try await ShowBridge(bridge).answer(context) }
  }

  private static let questions: [Route] = [
    .question(
      "/api/v1/status", "One glance: ledgers, VPs, and what needs attention.",
      answer: StatusAnswer.allFields, parameters: [since]
    ) { arguments, context in
      try await ShowStatus(since: try arguments.instant(since)).answer(context)
    },
    .question("/api/v1/vps", ListVPs.self),
    .question(
      "/api/v1/sessions", "Lists the workers' sessions.", answer: SessionsAnswer.allFields
    ) { _, context in try await ListSessions().answer(context) },
    .question(
      "/api/v1/feed", "Lists the feeds, the one that an item came to last first.",
      answer: FeedsAnswer.allFields
    ) { _, context in try await ListFeeds().answer(context) },
    .question(
      feed, "Reads what happened to a session's missions, after the acknowledged place.",
      answer: FeedAnswer.allFields, parameters: ReadFeed.parameters.filter { $0.name != "ack" },
      taking: .patient
    ) { arguments, context in
      var context = context
      // To acknowledge is another route's.
      context.rules.readsOnly = true
      return try await ReadFeed(arguments).answer(context)
    },
    .question("/api/v1/stats", ShowStats.self),
    .question(
      "/api/v1/projections", "Lists each projection's position, rows and digest.",
      answer: ProjectionsAnswer.allFields
    ) { _, context in try await ListProjections().answer(context) },
  ]

  private static let commands: [Route] = [
    .command(
      "/api/v1/vps/{vp_id}/pause", .admin, "Lets a VP's workers claim nothing.",
      answer: QueueAnswer.allFields, parameters: [.vpID, reason, until]
    ) { arguments, context in
      try await PauseQueue(
        try arguments.vpID(), reason: try arguments.checkedText(reason),
        until: try arguments.instant(until)
      ).answer(context)
    },
    .command(
      "/api/v1/vps/{vp_id}/resume", .admin, "Lets a VP's workers claim again.",
      answer: QueueAnswer.allFields, parameters: [.vpID]
    ) { arguments, context in
      try await ResumeQueue(try arguments.vpID()).answer(context)
    },
    .command(
      feed + "/ack", .dispatch, AcknowledgeFeed.self, answer: FeedAcknowledgement.allFields),
    .command(
      "/api/v1/bridge/cursor", .admin, "Tells the bridge where to go on in a ledger.",
      answer: CursorAnswer.allFields, parameters: [action, MoveBridgeCursor.position, .ledger]
    ) { arguments, context in
      try await MoveBridgeCursor(try target(arguments), ledger: try arguments.text(.ledger))
        .answer(context)
    },
    .command(
      "/api/v1/reconcile", .admin, "Ends what nobody works on any more, by evidence.",
      answer: ReconcileAnswer.allFields, parameters: [dryRun, plan, ReconcileFleet.observe],
      taking: .long
    ) { arguments, context in
      let seconds = try arguments.number(ReconcileFleet.observe) ?? 0
      guard let given = arguments.value(plan) else {
        let isDry = try arguments.flag(dryRun) ?? false
        return try await ReconcileFleet(isDry ? .dryRun : .act, observeSeconds: seconds)
          .answer(context)
      }
      guard try arguments.flag(dryRun) != true, seconds == 0 else {
        throw MissionError.validation("a plan is applied as it is, and by itself", field: "plan")
      }
      return try await ApplyReconcilePlan(try ReconcilePlan(file: given.bytes)).answer(context)
    },
  ]

  private static func target(_ arguments: Arguments) throws(MissionError) -> CursorTarget {
    let word = try arguments.requiredText(action)
    try action.check(word)
    switch word {
    case "reset_to_latest": return .latest
    case "reset_to_zero": return .zero
    default:
      guard let place = try arguments.integer(MoveBridgeCursor.position) else {
        throw MissionError.validation("set wants a position", field: "position")
      }
      return .position(Int64(place))
    }
  }
}
