package import CanonicalJSON
import EventLog
package import MissionControl
package import MissionModel
package import MissionReplay
import Platform

/// `capsule`: missions and their relatives as one self-contained, verifiable file.
package struct MakeCapsule: Sendable {
  /// The missions.
  private let missions: [MissionID]

  package init(_ missions: [MissionID]) {
    self.missions = missions
  }

  /// Makes the capsule's bytes, and opens them once, so that no unreadable capsule is handed on.
  package func answer(
    _ context: ToolContext
  ) async throws -> (bytes: [UInt8], capsule: Capsule, warnings: [Warning]) {
    let bytes = try await CapsuleMaker(context.fleet).make(missions)
    return (bytes, try Capsule(bytes), context.fleet.standingWarnings)
  }
}

/// `capsule --open`: what a capsule holds, and what happened to each of its missions.
package struct OpenCapsule: Sendable {
  /// The capsule, verified.
  private let capsule: Capsule

  package init(_ capsule: Capsule) {
    self.capsule = capsule
  }

  /// Replays the missions, from the capsule alone; `context` is that of its fleet.
  package func answer(_ context: ToolContext) async throws -> CapsuleAnswer {
    var answer = CapsuleAnswer(capsule, path: context.fleet.home.path)
    answer.notChecked = capsule.notChecked
    for mission in answer.missions.compactMap(MissionID.init) {
      answer.timelines.append(try await Replay(context.fleet).timeline(of: mission))
    }
    return answer
  }
}

/// What `capsule` answers: what is in one.
package struct CapsuleAnswer: ToolAnswer {
  /// The capsule.
  package let capsule: Capsule
  /// Where it lies.
  package let path: String
  /// Every mission in it, those that were asked for first.
  package let missions: [String]
  /// What its verification could not check; nil for a capsule that was just made.
  package fileprivate(set) var notChecked: [String]?
  /// The missions' timelines; empty for a capsule that was just made.
  package fileprivate(set) var timelines: [Timeline] = []
  package let warnings: [Warning]

  /// Makes the answer about a capsule.
  package init(_ capsule: Capsule, path: String, warnings: [Warning] = []) {
    self.capsule = capsule
    self.path = path
    self.warnings = warnings
    let asked = capsule.header.missions
    let others = Set(
      capsule.logs.flatMap(\.events).compactMap { MissionID(stream: $0.event.stream)?.rawValue })
    missions = asked + others.subtracting(asked).sorted()
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("file", path)
    writer.field("moment", capsule.header.moment.description)
    writer.field("missions", missions)
    writer.field("ledgers", capsule.header.ledgers)
    if let notChecked { writer.field("not_checked", notChecked) }
    if !timelines.isEmpty { writer.field("timelines", timelines.map { TimelineExcerpt($0) }) }
  }
}
