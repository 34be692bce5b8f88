import MissionControl
import MissionModel
import MissionTools

/// The routes to the fleet as a whole: its status, its queues, its feeds, its bridge, its
/// reconciler.
enum FleetRoutes {
  private static let feed = "/api/v1/feed/{source_session_id}"

  static let all: [Route] = questions + commands

  /// The route of the bridge's figures; `bridge` is the one that runs beside the server.
  static func bridge(_ bridge: Bridge?) -> Route {
    .question(
      "/api/v1/bridge", ShowBridge.summary, answer: BridgeAnswer.allFields, asOf: false
    ) { _, context in try await ShowBridge(bridge).answer(context) }
  }

  private static let questions: [Route] = [
    .question("/api/v1/status", ShowStatus.self),
    .question("/api/v1/vps", ListVPs.self),
    .question("/api/v1/sessions", ListSessions.self),
    .question("/api/v1/feed", ListFeeds.self),
    .question(
      feed, "Reads what happened to a session's missions, after the acknowledged place.",
      answer: FeedAnswer.allFields, parameters: ReadFeed.parameters.filter { $0.name != "ack" },
      taking: .patient
    ) { arguments, context in
      var context = context
      // Acknowledging has a route of its own.
      context.rules.readsOnly = true
      return try await ReadFeed(arguments).answer(context)
    },
    .question("/api/v1/stats", ShowStats.self),
    .question("/api/v1/projections", ListProjections.self),
  ]

  private static let commands: [Route] = [
    .command("/api/v1/vps/{vp_id}/pause", .admin, PauseQueue.self),
    .command("/api/v1/vps/{vp_id}/resume", .admin, ResumeQueue.self),
    .command(feed + "/ack", .dispatch, AcknowledgeFeed.self),
    .command("/api/v1/bridge/cursor", .admin, MoveBridgeCursor.self),
    // The server takes back any plan of its own, with the members around it.
    .command("/api/v1/reconcile", .admin, ReconcileFleet.self, taking: .long)
      .taking(bodyBytes: ReconcilePlan.maximumFileBytes + 1_024),
  ]
}
