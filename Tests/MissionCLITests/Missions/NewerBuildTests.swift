import Foundation
import MissionTesting
import Platform
import Testing

/// A home in which a newer build has written what this one can't read.
@Suite struct NewerBuildTests {
  private let home = CommandLineHome()
  private let other = CommandLineHome()

  /// Brings this home's events into another, those of a type as a newer build would have written them.
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
    #expect(run.code == 3 && run.err.contains("can't be read by this version"), "\(run)")
    #expect(run.err.contains(Self.hint), "\(run.err)")
    #expect(await other.run("get", id).err.contains(Self.hint))
    let help = await other.run("wait", "--help").out
    #expect(help.contains("whose end this version can't\nread is 3"))
    let json = await other.run("wait", id, "--timeout", "5", "--json").out
    #expect(json.contains(#""timed_out":false"#) && json.contains("event_unread"), "\(json)")
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
