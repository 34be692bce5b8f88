package import CanonicalJSON
package import MissionControl
import MissionModel
package import MissionReplay

/// `why`: why a mission or a session has the effective status it has.
package struct ExplainWhy: Sendable {
  /// What is asked about.
  package var subject: Why.Subject

  package init(_ subject: Why.Subject) {
    self.subject = subject
  }

  /// Explains it.
  package func answer(_ context: ToolContext) async throws -> WhyAnswer {
    let (fleet, replay) = (context.fleet, Replay(context.fleet))
    switch subject {
    case .mission(let id):
      let found = try await fleet.get(id)
      let why = try await replay.why(found.mission)
      return WhyAnswer(
        why: why, next: fleet.isWritable ? NextCommand(found.mission, seeing: why.live) : nil,
        warnings: fleet.configuration.warnings + found.warnings)
    case .session(let id):
      return WhyAnswer(
        why: try await replay.why(id), next: nil, warnings: fleet.configuration.warnings)
    }
  }
}

/// What `why` answers.
package struct WhyAnswer: DescribedAnswer {
  package static let fields = Shape.why.fields
  /// The answer's own members where it is about a session.
  package static let sessionFields =
    [Field("session_id", .text)] + fields.filter { $0 != MissionFields.missionID }

  /// The explanation.
  package let why: Why
  /// What to do about it; nil where there is nothing or nobody may, and for a session.
  let next: NextCommand?
  package let warnings: [Warning]

  package var hint: String? {
    next.map { "\($0.purpose): missionlog \($0.words.joined(separator: " "))" }
  }

  package func write(into writer: inout JSONWriter) {
    why.writeMembers(into: &writer)
  }
}
