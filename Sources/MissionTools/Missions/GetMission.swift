package import CanonicalJSON
import EventLog
package import MissionControl
package import MissionModel
package import MissionReplay

/// `vp_get_mission`: one mission, the newest part of its story, and why it has the status it has.
package struct GetMission: ToolRequest {
  package static let name = "vp_get_mission"
  package static let summary = "Shows one mission, its newest events, and why it has its status."
  package static let guide =
    "It shows what is known now; call vp_wait_mission to wait for more."
  package static let writes = false

  /// The most events of one answer.
  static let mostEvents = 500
  static let events = Parameter(
    "events", .integer(0...mostEvents), standard: "20", "How many of the newest events to show.")
  static let heartbeats = Parameter(
    "heartbeats", .boolean, standard: "false", "Whether heartbeats are among the events.")
  package static let full = Parameter(
    "full", .boolean, standard: "false", "Whether text fields are whole; else cut at 4 KiB.")
  package static let parameters = [Parameter.missionID, events, heartbeats, full, .asOf]

  /// The mission.
  private let missionID: MissionID
  /// Which events are wanted with it.
  package var request = GetRequest()
  /// Whether text fields are whole.
  package var isFull = false

  /// Makes a call with every default.
  package init(_ missionID: MissionID) {
    self.missionID = missionID
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(try arguments.missionID())
    request.events = try arguments.integer(Self.events) ?? request.events
    request.heartbeats = try arguments.flag(Self.heartbeats) ?? request.heartbeats
    isFull = try arguments.flag(Self.full) ?? isFull
  }

  /// How a caller of this tool gets texts that another one has cut.
  static let wayToWholeTexts = "\(name) with full gives them whole"

  package static func wayToTheRest(_ rules: DoorRules) -> String { "call again with full" }
  package var asksForMore: Bool { isFull || request.events > GetRequest().events }
  package var smaller: GetMission? {
    guard request.events > 1 else { return nil }
    var smaller = self
    smaller.request.events /= 2
    return smaller
  }

  package func check() throws(MissionError) {
    try Self.events.check(request.events)
  }

  package func perform(_ context: ToolContext) async throws -> GetAnswer {
    let result = try await context.fleet.get(missionID, request)
    let replay = Replay(context.fleet)
    var warnings = context.fleet.standingWarnings + result.warnings
    let textBytes = isFull ? nil : context.rules.textBytes
    let cut = result.mission.cut(at: textBytes, Self.wayToTheRest(context.rules))
    warnings += [cut].compactMap(\.self)
    return GetAnswer(
      result: result, why: try await replay.why(result.mission), warnings: warnings,
      textBytes: textBytes)
  }
}

/// What `vp_get_mission` answers.
package struct GetAnswer: DescribedAnswer {
  package static let fields = [
    Field("mission", .shape(.mission)), Field("terminal", .boolean, "Whether it has ended."),
    Field("failure_detail", .nullable(.text), "The end of its output, or its worker's error."),
    Field("why", .shape(.why)),
    Field("events", .list(.shape(.event)), "The newest, oldest first."),
    Field("events_total", .count),
    Field(
      "next_before", .nullable(.count),
      "Older events come before this version: ask with more events (\(GetMission.mostEvents) at most), or, for "
        + "those beyond, with as_of the position before the oldest event here (vp:11 if its event_id is "
        + "vp:12)."),
  ]

  /// Payloads of more bytes than this are cut.
  static let payloadLimit = 1_000

  /// The mission and its events.
  package let result: GetResult
  /// Why it has its status.
  package let why: Why
  package let warnings: [Warning]
  /// Text fields of more bytes are cut; nil where the whole is wanted.
  let textBytes: Int?

  package var hint: String? { hint(behind: why.holders.first) }
  /// The hint without what to do about the mission that has this one's place.
  package var bareHint: String? { why.holders.isEmpty ? nil : hint(behind: nil) }

  private func hint(behind holder: MissionView?) -> String? {
    let next = NextCall.after(
      result.mission, seen: why.live?.process ?? .unknown, behind: holder)
    let parts = [next, older].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// How to get the events before those that are shown.
  private var older: String? {
    guard result.nextBefore != nil else { return nil }
    let most = GetMission.mostEvents
    let way =
      if let oldest = result.events.first?.id, result.events.count >= most {
        // A moment includes the event at its position.
        "as_of \(oldest.ledger):\(oldest.position - 1)"
      } else {
        "events up to \(most)"
      }
    return "older events: call again with \(way)"
  }

  package func write(into writer: inout JSONWriter) {
    let mission = result.mission
    writer.key("mission")
    writer.value(CutText(mission.full, limit: textBytes ?? .max))
    writer.field("terminal", mission.state.status.isTerminal)
    writer.field("failure_detail", mission.state.failureDetail)
    writer.field("why", CutText(why, limit: textBytes == nil ? .max : Self.payloadLimit))
    writer.field(
      "events", result.events.map { EventExcerpt(event: $0, limit: Self.payloadLimit) })
    writer.field("events_total", result.eventsTotal)
    writer.field("next_before", result.nextBefore)
  }
}
