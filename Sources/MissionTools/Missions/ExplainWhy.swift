package import CanonicalJSON
package import MissionControl
package import MissionModel
package import MissionReplay

/// `why`: why a mission or a session has the effective status it has.
///
/// A call's parameters name a mission; a session is asked about by its id.
package struct ExplainWhy: FleetRequest {
  package static let summary = "Explains why a mission has its effective status."
  package static let parameters = [Parameter.missionID]

  /// What is asked about.
  private let subject: Why.Subject

  package init(_ subject: Why.Subject) {
    self.subject = subject
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(.mission(try arguments.missionID()))
  }

  /// Checks nothing: a subject has no bounds of its own.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> WhyAnswer {
    let (fleet, replay) = (context.fleet, Replay(context.fleet))
    switch subject {
    case .mission(let id):
      let found = try await fleet.get(id)
      let why = try await replay.why(found.mission)
      let next = NextCommand(found.mission, seeing: why.live, behind: why.holders.first)
      return WhyAnswer(
        why: why, next: fleet.isWritable ? next : nil,
        warnings: fleet.standingWarnings + found.warnings)
    case .session(let id):
      return WhyAnswer(
        why: try await replay.why(id), next: nil, warnings: fleet.standingWarnings)
    }
  }
}

/// What `why` answers.
package struct WhyAnswer: DescribedAnswer {
  package static let fields = Shape.why.fields
  /// The answer's own members about a session.
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
