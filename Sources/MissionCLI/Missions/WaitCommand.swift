import ArgumentParser
import MissionControl
import MissionModel
import MissionTools
import Platform

/// `wait`: waits until missions have settled.
struct WaitCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until missions settle.",
    discussion: """
      Exit: 0 completed, 1 failed, 2 cancelled, 3 blocked, stale or cancel overdue, 124 timed \
      out; of several missions, the highest. A mission whose end this version can't read counts \
      as 3, unless --mode any finds another that settles.

      Example:
        missionlog wait 3f9a12bc --timeout 600
      """)

  @OptionGroup var named: MissionsArgument

  @Option(
    help: ArgumentHelp("Wait for all of the missions, or for any.", valueName: "mode"))
  var mode = WaitRequest.Mode.all

  @Option(
    help: ArgumentHelp(
      "Wait until: settled (ended, blocked, stale or cancel overdue), terminal (ended), or change.",
      valueName: "state")
  )
  var until = WaitRequest.Until.settled

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --until change: wait for a version above this one.", valueName: "n"))
  var afterVersion = 0

  @Option(
    name: [.customLong("timeout"), .customLong("timeout-seconds")], parsing: .unconditional,
    help: ArgumentHelp(
      "Give up after this time: 90, 10m, at most 1h (default: 45s).", valueName: "duration"),
    transform: DurationInput.argument)
  var timeout: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let invocation = place.invocation
    var missions: [String] = []
    for text in try MissionIDsInput.ids(named.ids, invocation.console) {
      let mission = try await place.missionID(text)
      // A mission may be named twice, by its end and by its beginning.
      if !missions.contains(mission) { missions.append(mission) }
    }
    let (answer, done, pending) = try await place.either(
      home: { [missions] in try await wait(for: missions, $0) },
      server: { [missions] in try await wait(for: missions, $0) })
    let object = try JSONObject(answer.json)
    let timedOut = object.flag("timed_out")
    let isEnough = pending.isEmpty || (mode == .any && !done.isEmpty)
    // A mission that is still pending although time is left has an end that can't be read.
    let exits = done.map(Exit.of) + (isEnough ? [] : [.inNeed])
    let exit = timedOut ? .timedOut : exits.max { $0.code < $1.code } ?? .success
    return try invocation.show(answer, exit: exit) { _, page in
      let missions = done + pending
      if missions.count == 1, let mission = missions.first {
        try page.outcome(mission)
        invocation.hint(next: mission)
      } else {
        try page.table(MissionTable.table(missions, page.time))
      }
      if timedOut {
        let waited = DurationText.text(seconds: try object.number("waited_seconds"))
        invocation.note("timed out after \(waited)")
      }
    }
  }

  /// The answer, and its missions as a page shows them.
  private typealias Waited = (answer: any ToolAnswer, done: [MissionView], pending: [MissionView])

  private var seconds: Double { timeout?.seconds ?? WaitRequest.standardSeconds }

  private func wait(for missions: [String], _ home: HomePlace) async throws -> Waited {
    var request = WaitRequest(missions: missions.map(MissionID.init(stored:)))
    request.mode = mode
    request.until = until
    request.afterVersion = Int64(afterVersion)
    request.timeoutSeconds = seconds
    let answer = try await WaitMission(request).answer(home.tools)
    return (answer, answer.result.done, answer.result.pending)
  }

  private func wait(for missions: [String], _ server: ServerSession) async throws -> Waited {
    let items: [(String, String?)] =
      [
        ("until", until.rawValue), ("mode", mode.rawValue), ("after_version", "\(afterVersion)"),
      ] + missions.map { (missions.count == 1 ? "mission_id" : "mission_ids", $0) }
    let answer = try await server.patiently(upToSeconds: seconds) { left in
      try await server.get("wait", items + [("timeout_seconds", "\(left)")], wait: left)
    }
    return (
      answer, try await server.views(of: answer.object.objects("done")),
      try await server.views(of: answer.object.objects("pending"))
    )
  }
}
