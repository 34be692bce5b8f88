package import CanonicalJSON
package import MissionControl

/// `sessions`: the workers' sessions.
package struct ListSessions: BareRequest {
  package static let summary = "Lists the workers' sessions."

  package init() {}

  /// Lists the sessions, the latest first.
  package func perform(_ context: ToolContext) async throws -> SessionsAnswer {
    SessionsAnswer(result: try await context.fleet.sessions().latestFirst)
  }
}

/// What `sessions` answers.
package struct SessionsAnswer: DescribedAnswer {
  package static let fields = [
    Field("count", .count), Field("sessions", .list(.shape(.session))),
  ]

  /// The sessions.
  package let result: SessionsResult

  package var warnings: [Warning] { result.warnings }

  package func write(into writer: inout JSONWriter) {
    writer.field("count", result.sessions.count)
    writer.field("sessions", result.sessions)
  }
}
