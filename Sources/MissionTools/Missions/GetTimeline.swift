package import CanonicalJSON
package import MissionControl
package import MissionModel
package import MissionReplay

/// `vp_get_timeline`: what happened to a mission, within a budget of bytes.
package struct GetTimeline: ToolRequest {
  package static let name = "vp_get_timeline"
  package static let summary =
    "Shows what happened to a mission: spans, events, silences, related missions."
  package static let writes = false

  static let budget = Parameter(
    "budget_bytes", .integer(1_000...200_000), standard: "8000",
    "The most bytes that the answer may take; truncated names what was left out.")
  package static let parameters = [Parameter.missionID, budget, .asOf]

  /// The mission.
  private let missionID: MissionID
  /// How many bytes the answer may take; nil, which only a command may give, for all there is.
  package var budgetBytes: Int? = 8_000

  /// Makes a call with every default.
  package init(_ missionID: MissionID) {
    self.missionID = missionID
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(try arguments.missionID())
    budgetBytes = try arguments.integer(Self.budget) ?? budgetBytes
  }

  package var asksForMore: Bool { true }

  package func check() throws(MissionError) {
    if let budgetBytes { try Self.budget.check(budgetBytes) }
  }

  package func perform(_ context: ToolContext) async throws -> TimelineAnswer {
    let fleet = context.fleet
    let found = try await fleet.get(missionID)
    return TimelineAnswer(
      try await Replay(fleet).timeline(of: found.mission), budgetBytes: budgetBytes,
      warnings: fleet.standingWarnings + found.warnings)
  }
}

/// What `vp_get_timeline` answers.
package struct TimelineAnswer: DescribedAnswer {
  package static let fields = [
    Field("timeline", .shape(.timeline)),
    Field("truncated", .any, "What was left out, and how much; null if nothing was."),
  ]

  /// The timeline, or as much of it as the budget allows.
  package let excerpt: TimelineExcerpt
  /// The whole timeline.
  package var timeline: Timeline { excerpt.timeline }
  package let warnings: [Warning]
  /// Whether there was room for more than the mission's status.
  private let isHeadingOnly: Bool

  /// Makes the fullest answer within a budget; nil is no limit.
  package init(_ timeline: Timeline, budgetBytes: Int?, warnings: [Warning] = []) {
    let budget = budgetBytes ?? .max
    let found = TimelineFit(timeline).excerpt { excerpt in
      TimelineAnswer(excerpt, warnings, isHeadingOnly: false).json.count <= budget
    }
    if let found {
      self.init(found, warnings, isHeadingOnly: false)
    } else {
      self = .heading(of: TimelineExcerpt(timeline), warnings, budget)
    }
  }

  /// The mission's status, and the first of the warnings for which there is room.
  private static func heading(
    of whole: TimelineExcerpt, _ warnings: [Warning], _ budget: Int
  ) -> TimelineAnswer {
    func keeping(_ count: Int) -> TimelineAnswer {
      let others = warnings.count - count
      let rest = "and \(others) more warnings: ask for a larger budget_bytes"
      return TimelineAnswer(
        whole, warnings.prefix(count) + (others > 0 ? [.cut(rest)] : []), isHeadingOnly: true)
    }
    var answer = keeping(0)
    for count in warnings.indices.map({ $0 + 1 }) {
      let next = keeping(count)
      guard next.json.count <= budget else { break }
      answer = next
    }
    return answer
  }

  private init(_ excerpt: TimelineExcerpt, _ warnings: [Warning], isHeadingOnly: Bool) {
    self.excerpt = excerpt
    self.warnings = warnings
    self.isHeadingOnly = isHeadingOnly
  }

  package func write(into writer: inout JSONWriter) {
    if isHeadingOnly {
      let mission = timeline.mission
      writer.field(
        "timeline",
        object: { writer in
          writer.field("mission_id", mission.state.facts.missionID.rawValue)
          writer.field("effective_status", mission.effectiveStatus.rawValue)
        })
      writer.field("truncated", "all but the status; ask for a larger budget_bytes")
    } else {
      writer.field("timeline", excerpt)
      writer.field("truncated", excerpt.truncated)
    }
  }
}
