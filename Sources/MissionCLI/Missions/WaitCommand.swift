import ArgumentParser
import MissionControl
import MissionModel
import MissionTools
import Platform

/// `wait`: waits until missions have settled.
struct WaitCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until missions settle.",
    discussion: """
      Exit: 0 completed, 1 failed, 2 cancelled, 3 blocked, stale or cancel overdue,
      124 timed out; the worst of several. A mission whose end this version can't
      read is 3, too, unless others are waited for beside it.

      Example:
        missionlog wait 3f9a12bc --timeout 600
      """)

  @Argument(
    help: "The missions; '-' reads them from standard input, one id a line.",
    completion: .missions)
  var ids: [String]

  @Option(
    help: ArgumentHelp("all or any of them.", valueName: "mode"))
  var mode = WaitRequest.Mode.all

  @Option(
    help: ArgumentHelp(
      "settled (ended, blocked, stale or cancel overdue), terminal, or change.", valueName: "state")
  )
  var until = WaitRequest.Until.settled

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --until change: beyond this version.", valueName: "n"))
  var afterVersion = 0

  @Option(
    name: [.customLong("timeout"), .customLong("timeout-seconds")], parsing: .unconditional,
    help: ArgumentHelp("Give up after: 90, 10m, at most 1h (default: 45s).", valueName: "duration"),
    transform: DurationInput.argument)
  var timeout: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    var missions: [MissionID] = []
    for text in try MissionIDsInput.ids(ids, invocation.console) {
      let mission = try await invocation.mission(text, tools)
      // The same one may be named twice, by its end and by its beginning.
      if !missions.contains(mission) { missions.append(mission) }
    }
    var request = WaitRequest(missions: missions)
    request.mode = mode
    request.until = until
    request.afterVersion = Int64(afterVersion)
    if let timeout { request.timeoutSeconds = timeout.seconds }
    let answer = try await WaitMission(request).answer(tools)
    return try show(
      answer, done: answer.result.done, pending: answer.result.pending, invocation)
  }

  /// Prints what came of the missions.
  func show(
    _ answer: some ToolAnswer, done: [MissionView], pending: [MissionView],
    _ invocation: Invocation
  ) throws -> Exit {
    let object = try JSONObject(answer.json)
    let timedOut = object.flag("timed_out")
    let isEnough = pending.isEmpty || (mode == .any && !done.isEmpty)
    // What is pending although there was time has an end that can't be read.
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
}
