import Foundation
import MissionTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct BuiltProgramTests {
  private let home = CommandLineHome()

  private var environment: [String: String] {
    ["MISSIONLOG_HOME": home.path, "MISSIONLOG_DURABILITY": "relaxed"]
  }

  @Test func theProgramSaysWhichItIs() throws {
    let run = try BuiltProgram.run(["--version"])
    #expect(run.code == 0)
    #expect(run.out.hasPrefix("missionlog "))
  }

  @Test func aMistakeHasTheContractsExitCode() throws {
    let run = try BuiltProgram.run(["list", "--json", "--nonsense"])
    #expect(run.code == 64)
    #expect(run.out.hasPrefix(#"{"ok":false,"#))
    #expect(run.err == "")
  }

  @Test func aReaderThatLeavesEndsItWithoutAWord() throws {
    let made = try BuiltProgram.run(["init"], environment: environment)
    #expect(made.code == 0)
    let shell = try OtherProgram.run(
      "/bin/sh", ["-c", "\(BuiltProgram.path) config show --json | true"],
      environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
    #expect(shell.err.isEmpty, "\(shell.err)")
  }

  @Test func aWorkerToldToEndRetiresItsSession() throws {
    let made = try BuiltProgram.run(["init"], environment: environment)
    #expect(made.code == 0)
    let worker = try BuiltProgram.start(
      ["worker", "--vp", "vp.general.primary", "--worker-id", "w1", "--", "cat"],
      environment: environment)
    var sessions = ""
    while !sessions.contains("w1") {
      sessions = try BuiltProgram.run(["sessions", "-q"], environment: environment).out
    }
    worker.terminate()
    worker.waitUntilExit()
    #expect(worker.terminationStatus == 0)
    let log = try BuiltProgram.run(["log", "--json"], environment: environment)
    #expect(log.out.contains("vp.session.retired"))
  }

  @Test func whatACommandHasWrittenIsCountedWhenItEnds() throws {
    let word = #"{"missionlog":"progress","summary":"x"}"#
    let script = "for i in 1 2 3 4 5 6 7 8; do echo '\(word)'; done"
    let ran = try BuiltProgram.run(
      ["run", "--vp", "vp.general.primary", "--objective", "x", "--", "sh", "-c", script],
      environment: environment)
    #expect(ran.code == 0)
    let stats = try BuiltProgram.run(["stats", "--json"], environment: environment)
    let answer = try JSONSerialization.jsonObject(with: Data(stats.out.utf8)) as? [String: Any]
    let writes = (answer?["locks"] as? [String: Any])?["writes"] as? Int
    #expect(try #require(writes) > 8)
  }
}
