package import CanonicalJSON
package import MissionControl
package import MissionModel
import Platform

/// `pause`: lets a VP's workers claim nothing until it is resumed, or a time has come.
package struct PauseQueue: FleetRequest {
  package static let summary = "Stops a VP's workers from claiming missions."

  static let reason = Parameter("reason", .text(bytes: 1...4_096), "Why, for the record.")
  static let until = Parameter(
    "until", .text(bytes: 1...64), "RFC 3339; claims resume by themselves then.")
  package static let parameters = [Parameter.vpID, reason, until]

  /// The VP.
  private let vp: VPID
  /// Why.
  private let reason: String?
  /// The end of the pause; nil until a `resume`.
  private let until: Instant?

  package init(_ arguments: Arguments) throws(MissionError) {
    vp = try arguments.vpID()
    reason = try arguments.text(Self.reason)
    until = try arguments.instant(Self.until)
  }

  package func check() throws(MissionError) {
    try Self.reason.check(reason)
  }

  package func perform(_ context: ToolContext) async throws -> QueueAnswer {
    QueueAnswer(
      result: try await context.fleet.pause(vp, reason: reason, until: until, context.call))
  }
}

/// `resume`: lets a VP's workers claim again.
package struct ResumeQueue: FleetRequest {
  package static let summary = "Lets a VP's workers claim again."
  package static let parameters = [Parameter.vpID]

  /// The VP.
  private let vp: VPID

  package init(_ arguments: Arguments) throws(MissionError) {
    vp = try arguments.vpID()
  }

  /// Checks nothing: a VP has no bounds but those of its name.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> QueueAnswer {
    QueueAnswer(result: try await context.fleet.resume(vp, context.call))
  }
}

/// What `pause` and `resume` answer.
package struct QueueAnswer: DescribedAnswer {
  package static let fields = [
    Field("vp_id", .text), Field("paused", .boolean), Field("already", .boolean),
    Field("vp", .shape(.vp)),
  ]

  /// The VP as it now is.
  package let result: PauseResult

  package var hint: String? {
    result.vp.isPaused ? "missionlog resume \(result.vp.vpID) lets its workers claim again" : nil
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("vp_id", result.vp.vpID.rawValue)
    writer.field("paused", result.vp.isPaused)
    writer.field("already", result.already)
    writer.field("vp", result.vp)
  }
}
