import CanonicalJSON
import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

/// A home in which a newer build has written what this one can't read.
@Suite struct NewerBuildTests {
  private let home = CommandLineHome()
  private let other = CommandLineHome()

  /// Brings this home's events into another, those of a type as a newer build would have written
  /// them.
  private func carryOver(newer type: String, to other: CommandLineHome) async throws {
    let lines = await home.run("export", "--ledger", "vp").out.split(separator: "\n").map { line in
      let line = String(line)
      return line.contains(#""type":"\#(type)""#)
        ? line.replacing(#""schema":1"#, with: #""schema":2"#) : line
    }
    let file = home.path + "-newer.jsonl"
    try FileSystem.writeAtomically(Array(lines.joined(separator: "\n").utf8), to: file)
    let run = await other.run("import", file)
    #expect(run.code == 0, "\(run.err)")
  }

  private func completed() async throws -> String {
    let id = try await home.dispatch("a")
    let token = ["--worker-id", "w", "--attempt", "1"]
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "w")
    #expect(await home.run(["work", "complete", id, "--message", "Done"] + token).code == 0)
    return id
  }

  private static let hint = "to see more: missionlog projections"

  @Test func aWaitForAnEndThatCantBeReadEndsAtOnceAndSaysSo() async throws {
    let id = try await completed()
    try await carryOver(newer: "vp.mission.completed", to: other)
    let run = await other.run("wait", id, "--timeout", "5")
    #expect(run.code == 3 && run.err.contains("this version can't read events"), "\(run)")
    #expect(run.err.contains(Self.hint), "\(run.err)")
    #expect(await other.run("get", id).err.contains(Self.hint))
    let help = await other.run("wait", "--help").out
    #expect(help.contains("whose end this\nversion can't read counts as 3"))
    let json = await other.run("wait", id, "--timeout", "5", "--json").out
    #expect(json.contains(#""timed_out":false"#) && json.contains("event_unread"), "\(json)")
  }

  private static let run = [
    "run", "--vp", "vp.general.primary", "--objective", "Do a", "--idempotency-key", "a",
  ]
  private static let isWaiting = "is already running"

  /// Dispatches the mission that `run` asks for, which another worker takes.
  private static func taken(in home: CommandLineHome) async throws -> MissionID {
    let id = try await home.dispatch("a")
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "w")
    return MissionID(stored: id)
  }

  /// Ends a mission as a newer build would.
  private static func end(_ id: MissionID, in home: CommandLineHome) async throws {
    let fleet = Fleet(
      home: Home(path: home.path, origin: "a test"),
      configuration: .load(text: nil, path: "config.yaml"), surroundings: Surroundings())
    defer { fleet.close() }
    var event = NewEvent(
      type: "vp.mission.completed", payload: try JSONText("{}"), actor: "newer")
    event.schema = 2
    let newer = event
    try await fleet.writableLog(named: "vp").write { try $0.append(newer, to: id.stream) }
  }

  @Test(arguments: [[], ["--json"]])
  func aRunOfAnEndThatCantBeReadEndsAtOnceAndSaysSo(form: [String]) async throws {
    let id = try await Self.taken(in: home)
    let console = CapturedConsole(environment: ["MISSIONLOG_HOME": home.path])
    async let running = console.run(Self.run + form + ["--", "/bin/true"])
    #expect(try await eventually { console.errors.contains(Self.isWaiting) })
    try await Self.end(id, in: home)
    let run = await running
    #expect(run.code == 3 && run.out.contains(#""event_unread""#) == !form.isEmpty, "\(run)")
    #expect(run.err.contains("this version can't read events") == form.isEmpty, "\(run.err)")
    #expect(run.err.contains(Self.hint) == form.isEmpty, "\(run.err)")
  }

  @Test(arguments: [[], ["--json"]])
  func aRunAtAServerSaysSoToo(form: [String]) async throws {
    let served = try await ServedHome()
    let id = try await Self.taken(in: served.home)
    let place = ["--server", served.address, "--token-file", served.home.path + "/token"]
    let running = try BuiltProgram.start(
      place + Self.run + form + ["--", "/bin/true"],
      environment: ["MISSIONLOG_HOME": served.home.path + "-worker"])
    // It waits for the other worker once it is none itself any more.
    #expect(
      try await eventually {
        await served.home.run("sessions", "-o", "csv", "--fields", "status").out
          .contains("retired")
      })
    try await Self.end(id, in: served.home)
    let run = try OtherProgram.finish(running)
    #expect(run.code == 3 && run.out.contains(#""event_unread""#) == !form.isEmpty, "\(run)")
    #expect(run.err.contains("this version can't read events") == form.isEmpty, "\(run.err)")
  }

  @Test func whoAsksAServerIsToldWhatToDoAboutItToo() async throws {
    let id = try await completed()
    let served = try await ServedHome { try await carryOver(newer: "vp.mission.completed", to: $0) }
    for words in [["wait", id, "--timeout", "5"], ["get", id]] {
      let run = try served.run(words)
      #expect(run.err.contains(Self.hint), "\(run)")
    }
  }

  @Test func aGlanceAndTheDoctorSayWhereTheBridgeStands() async throws {
    let run = await home.run(
      "dispatch", "--vp", "vp.general.primary", "--objective", "a", "--source-session-id", "s")
    #expect(run.code == 0, "\(run.err)")
    try await carryOver(newer: "vp.mission.dispatched", to: other)
    let status = await other.run("status")
    #expect(status.code == 1 && status.out.hasPrefix("the bridge needs attention\n"), "\(status)")
    let stop = "`missionlog bridge cursor set 1 --ledger vp`"
    #expect(
      status.err.contains("the bridge stands still at vp (backlog 2): vp:1 of mission/"),
      "\(status.err)")
    for command in [["bridge", "status"], ["doctor"]] {
      let out = await other.run(command + ["--json"]).out
      #expect(out.contains(stop), "\(out)")
    }
  }
}
