/// A shape that several answers have, by its name.
package enum Shape: String, CaseIterable, Hashable, Sendable {
  case missionSummary = "mission_summary"
  case mission
  case missionProgress = "mission_progress"
  case missionQuestion = "mission_question"
  case missionAnswer = "mission_answer"
  case event
  case why
  case artifact
  case session
  case vp
  case feed
  case feedItem = "feed_item"
  case timeline
  case warning

  /// One line: what it is.
  package var about: String {
    switch self {
    case .missionSummary: "A mission in short."
    case .mission: "A mission, whole."
    case .missionProgress: "The progress that its worker last reported."
    case .missionQuestion: "A question that a mission waits on."
    case .missionAnswer: "The last question that was answered, and how."
    case .event: "An immutable record that something happened."
    case .why: "Why a mission has the effective status it has."
    case .artifact: "A file that a mission left."
    case .session: "A worker's session."
    case .vp: "A VP, its queue and its workers."
    case .feed: "A session's feed of mission events, in short."
    case .feedItem: "Something that happened to one of a session's missions."
    case .timeline: "What happened to a mission."
    case .warning: "A problem or a notice beside a successful answer."
    }
  }

  /// Its members.
  package var fields: [Field] {
    switch self {
    case .missionSummary: MissionFields.summary
    case .mission: MissionFields.full
    case .missionProgress: MissionFields.progress
    case .missionQuestion: MissionFields.question
    case .missionAnswer: MissionFields.answer
    case .event: RecordFields.event
    case .why: RecordFields.why
    case .artifact: RecordFields.artifact
    case .session: FleetFields.session
    case .vp: FleetFields.vp
    case .feed: RecordFields.feed
    case .feedItem: RecordFields.feedItem
    case .timeline: TimelineFields.timeline
    case .warning: FleetFields.warning
    }
  }
}
