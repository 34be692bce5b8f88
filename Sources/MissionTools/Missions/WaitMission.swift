package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_wait_mission`: waits until missions have settled, ended or changed.
package struct WaitMission: ToolRequest {
  package static let name = "vp_wait_mission"
  package static let summary =
    "Waits until missions settle: ended, blocked, stale or cancel overdue."
  package static let guide =
    "Call it after a dispatch, and again while timed_out is true: missions go on meanwhile. The "
    + "hint names the next call, or what keeps a mission from going on."
  package static let writes = false

  static let one = Parameter("mission_id", Parameter.missionID.kind, "The one mission to wait for.")
  static let several = Parameter(
    "mission_ids", .texts(count: 1...50),
    "Several missions to wait for, instead of mission_id.")
  static let mode = Parameter(
    "mode", .choice(WaitRequest.Mode.allCases.map(\.rawValue)), standard: "all",
    "Whether to wait for all of them or any one.")
  static let until = Parameter(
    "until", .choice(WaitRequest.Until.allCases.map(\.rawValue)), standard: "settled",
    "settled: ended, blocked, stale or cancel overdue; terminal: ended; change: any news.")
  static let afterVersion = Parameter(
    "after_version", .place, standard: "0",
    "For until=change: the version you know; only events beyond it count.")
  static let timeout = Parameter(
    "timeout_seconds", .number(0...3_600), standard: PlainNumber.text(WaitRequest.standardSeconds),
    "How many seconds to wait; then timed_out is true: call again to keep waiting.")
  package static let parameters = [one, several, timeout, until, mode, afterVersion]
  package static let patience: Parameter? = timeout

  /// What is waited for.
  private var request: WaitRequest

  package init(_ request: WaitRequest) {
    self.request = request
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    let one = try arguments.text(Self.one)
    let several = try arguments.texts(Self.several)
    guard (one == nil) != (several == nil) else {
      throw MissionError(.validationError, "give either mission_id or mission_ids")
    }
    var missions: [MissionID] = []
    for text in several ?? [one ?? ""] {
      missions.append(try Arguments.missionID(text, several == nil ? Self.one : Self.several))
    }
    request = WaitRequest(missions: missions)
    request.mode = try arguments.choice(Self.mode) ?? request.mode
    request.until = try arguments.choice(Self.until) ?? request.until
    request.afterVersion = Int64(try arguments.integer(Self.afterVersion) ?? 0)
    request.timeoutSeconds = try arguments.number(Self.timeout) ?? request.timeoutSeconds
  }

  package func check() throws(MissionError) {
    try Self.several.check(request.missions.map(\.rawValue))
    try Self.timeout.check(request.timeoutSeconds)
    try Self.afterVersion.check(Int(request.afterVersion))
  }

  package func shortened(_ answer: WaitAnswer) -> (answer: WaitAnswer, leftOut: String)? {
    let count = answer.done.count + answer.pending.count
    guard count > 1 else { return nil }
    var shorter = answer
    shorter.room = count - max(1, count / 4)
    return (shorter, shorter.leftOut)
  }

  package func perform(_ context: ToolContext) async throws -> WaitAnswer {
    var request = request
    var named: Set<MissionID> = []
    request.missions = request.missions.filter { named.insert($0).inserted }
    request.timeoutSeconds = min(request.timeoutSeconds, context.rules.longestWait ?? .infinity)
    let result = try await context.fleet.wait(request)
    return WaitAnswer(
      request: request, result: result,
      warnings: context.fleet.standingWarnings + result.warnings)
  }
}

/// What `vp_wait_mission` answers.
package struct WaitAnswer: DescribedAnswer {
  package static let fields = [
    Field("done", .list(.shape(.missionSummary)), "Missions that reached what was waited for."),
    Field("pending", .list(.shape(.missionSummary)), "Missions that have not reached it yet."),
    Field("timed_out", .boolean, "Whether to call again."),
    Field("waited_seconds", .number),
    Field(
      "mission", .shape(.missionSummary), "The mission, if only one was asked for.", optional: true),
  ]

  let request: WaitRequest
  /// Which missions are done, and which are not.
  package let result: WaitResult
  package let warnings: [Warning]
  /// How many missions there is room for; done ones come first.
  fileprivate(set) var room = Int.max

  /// The done missions that are shown.
  fileprivate var done: ArraySlice<MissionView> { result.done.prefix(room) }
  /// The pending missions that are shown.
  fileprivate var pending: ArraySlice<MissionView> { result.pending.prefix(room - done.count) }

  /// Names the missions that are not shown, and says how to see them.
  fileprivate var leftOut: String {
    let parts = [
      ("done", result.done.dropFirst(done.count)),
      ("pending", result.pending.dropFirst(pending.count)),
    ].filter { !$0.1.isEmpty }.map { list, missions in
      "\(list) " + missions.map(\.state.facts.missionID.rawValue).joined(separator: ", ")
    }
    return "the answer has no room for the " + parts.joined(separator: ", and ")
      + ": call vp_wait_mission with these alone"
  }

  /// The one mission that was waited for; nil where there were several.
  package var mission: MissionView? {
    request.missions.count == 1 ? result.done.first ?? result.pending.first : nil
  }

  package var hint: String? {
    // More waiting doesn't help missions that can't go on by themselves.
    let settled = result.done + result.pending.filter { !$0.goesOn }
    guard let first = settled.min(by: { $0.urgency < $1.urgency }) else {
      return result.timedOut ? meanwhile : nil
    }
    guard mission == nil, let next = NextCall.after(first) else { return NextCall.after(first) }
    let others = settled.count == 1 ? "" : "; likewise \(settled.count - 1) more that settled"
    let goOn = result.pending.contains(where: \.goesOn)
    let rest = goOn ? "; vp_wait_mission again for the rest" : ""
    return "\(first.state.facts.missionID): \(next)\(others)\(rest)"
  }

  /// Says to call again, and whether anything goes on until then.
  private var meanwhile: String {
    let standing = result.pending.filter { NextCall.standstill(of: $0) != nil }
    guard let first = standing.first, let reason = NextCall.standstill(of: first) else {
      return "call vp_wait_mission again: the missions go on meanwhile"
    }
    guard mission == nil else { return NextCall.after(first) ?? reason }
    let part = standing.count < result.pending.count ? "not all go on" : "nothing goes on"
    let others = standing.count == 1 ? "" : "; likewise \(standing.count - 1) more"
    return "call vp_wait_mission again, but \(part) meanwhile: "
      + "\(first.state.facts.missionID): \(reason)\(others)"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("done", done.map(\.summary))
    writer.field("pending", pending.map(\.summary))
    writer.field("timed_out", result.timedOut)
    writer.field("waited_seconds", result.waitedSeconds)
    if let mission { writer.field("mission", mission.summary) }
  }
}

extension MissionView {
  /// Whether the mission may go on without anybody's help.
  fileprivate var goesOn: Bool { !isSettled && !needsOthers }

  /// Whether it waits for what will not come by itself.
  private var needsOthers: Bool {
    switch nextStep {
    case .expire, .upgrade, .moveOn: true
    default: false
    }
  }

  /// The mission's rank among those that need somebody, lowest first: one that holds up a worker,
  /// then one that went wrong.
  fileprivate var urgency: Int {
    switch nextStep {
    case .answer, .answerElsewhere: 0
    case .stop, .doubt, .expire, .upgrade, .moveOn: 1
    case .weigh, .look, .completeRetry, .retry, .ask, .startAnew: 2
    case .follow, .read, .rest, .resume, .serve, .wait: 3
    }
  }
}
