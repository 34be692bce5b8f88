package import CanonicalJSON
package import MissionControl
import MissionModel
package import MissionReplay

/// `why`: why a mission or a session has the effective status it has.
package struct ExplainWhy: Sendable {
  /// What is asked about.
  package var subject: Why.Subject

  /// Makes a call.
  package init(_ subject: Why.Subject) {
    self.subject = subject
  }

  /// Explains it.
  package func answer(_ context: ToolContext) async throws -> WhyAnswer {
    WhyAnswer(
      why: try await Replay(context.fleet).why(subject),
      warnings: context.fleet.configuration.warnings)
  }
}

/// What `why` answers.
package struct WhyAnswer: ToolAnswer {
  /// The explanation.
  package let why: Why
  package let warnings: [Warning]

  package func write(into writer: inout JSONWriter) {
    why.writeMembers(into: &writer)
  }
}
