package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_claim_mission`: gives a worker its VP's next mission.
package struct ClaimMission: ToolRequest {
  package static let name = "vp_claim_mission"
  package static let summary =
    "Claims the VP's next mission for a worker; null if there is none."
  package static let guide =
    "The mission is yours for the lease: report within it, and end it with vp_complete, vp_fail or vp_cancelled."
  package static let writes = true

  static let wait = Parameter(
    "wait_seconds", .number(0...50), standard: "0",
    "How many seconds to wait for a mission to become claimable.")
  static let lease = Parameter(
    "lease_seconds", .number(MissionPolicy.leaseBounds), standard: "lease_ttl, over MCP 900",
    "How long the worker may be silent before the mission counts as stale.")
  static let full = Parameter(
    "full", .boolean, standard: "false over MCP, else true",
    "Whether text fields are whole, however long; else cut at 4 KiB.")
  package static let parameters = [Parameter.vpID, .workerID, wait, lease, full]
  /// The mission that a worker on another machine may name.
  package static let one = Parameter(
    "mission_id", Parameter.missionID.kind,
    "Claim only this mission; null if it can't be claimed.")
  package static let patience: Parameter? = wait

  /// What the worker asks for.
  package private(set) var request: ClaimRequest
  /// Whether text fields are whole; nil leaves it to the door's rules.
  private let isFull: Bool?

  package init(_ arguments: Arguments) throws(MissionError) {
    request = ClaimRequest(vp: try arguments.vpID(), worker: try arguments.workerID())
    request.waitSeconds = try arguments.number(Self.wait) ?? 0
    request.leaseSeconds = try arguments.number(Self.lease)
    isFull = try arguments.flag(Self.full)
  }

  /// Reads the one mission that is wanted, if the call names it.
  package mutating func takeOne(_ arguments: Arguments) throws(MissionError) {
    request.mission = try arguments.checkedText(Self.one).map { MissionID(stored: $0) }
  }

  package static func wayToTheRest(_ rules: DoorRules) -> String {
    rules.readsMissions
      ? GetMission.wayToWholeTexts
      : "ask with vp_block for what the work needs; the next claim with full shows everything"
  }
  package var asksForMore: Bool { isFull == true }

  /// The most bytes of a text field; nil for whole ones, as far as one answer holds them: a worker
  /// that can't read its mission otherwise would work on a cut text.
  private func textBytes(_ rules: DoorRules) -> Int? {
    switch isFull {
    case true?: nil
    case false?: DoorRules.mcp.textBytes
    case nil: rules.readsMissions ? rules.textBytes : nil
    }
  }

  package func check() throws(MissionError) {
    try Self.wait.check(request.waitSeconds)
    if let lease = request.leaseSeconds { try Self.lease.check(lease) }
  }

  package func perform(_ context: ToolContext) async throws -> ClaimAnswer {
    var request = request
    request.leaseSeconds = request.leaseSeconds ?? context.rules.lease
    let mission = try await context.fleet.claim(request, context.call)
    let textBytes = self.textBytes(context.rules)
    let cut = mission?.cut(at: textBytes, Self.wayToTheRest(context.rules))
    let pause = mission == nil ? try await context.fleet.pause(of: request.vp) : nil
    return ClaimAnswer(
      mission: mission, worker: request.worker, pause: pause, warnings: [cut].compactMap(\.self),
      textBytes: textBytes)
  }
}

/// What `vp_claim_mission` answers.
package struct ClaimAnswer: DescribedAnswer {
  package static let fields = [
    Field("mission", .nullable(.shape(.mission)), "null if there is none to claim.")
  ]

  /// The mission that is now the worker's, or that a repeated claim gave it before; nil where none
  /// was claimable.
  package let mission: MissionView?
  /// The worker that claims.
  let worker: WorkerID
  /// The pause that keeps the VP's missions from its workers; nil without one, and after a claim.
  let pause: VPState.Pause?
  package let warnings: [Warning]
  /// Text fields of more bytes are cut; nil where they are whole.
  let textBytes: Int?

  package var hint: String? {
    guard let mission else {
      return pause?.hint ?? "nothing to do: call again with wait_seconds"
    }
    guard mission.state.status.isHeld, mission.state.workerID == worker else {
      return
        "this claim was made before, and its mission is no longer this worker's: claim another "
        + "one with another key"
    }
    return Self.report(mission.state.attempt)
  }

  /// Tells a worker how to report on its attempt.
  static func report(_ attempt: Int) -> String {
    "report with attempt \(attempt); any report renews the lease, vp_heartbeat too"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("mission", mission.map { CutText($0.full, limit: textBytes ?? .max) })
  }
}

extension VPState.Pause {
  /// Tells a worker that claims meanwhile until when to wait.
  fileprivate var hint: String {
    let end = until.map { "until \($0)" } ?? "until somebody resumes it"
    return "the VP is paused \(end)" + (reason.map { " (\($0))" } ?? "")
      + ": nothing can be claimed before that"
  }
}
