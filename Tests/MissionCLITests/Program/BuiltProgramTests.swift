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

  /// Runs a command on the home, and answers what it printed.
  @discardableResult
  private func run(_ words: [String]) throws -> String {
    let run = try BuiltProgram.run(words, environment: environment)
    #expect(run.code == 0, "\(words): \(run.err)")
    return run.out
  }

  /// Asks until an answer holds a text.
  private func ask(_ words: [String], until text: String) async throws {
    #expect(try await eventually { try run(words).contains(text) })
  }

  /// Starts a worker, and waits until its session is known.
  ///
  /// It hears of a terminal that closes, whatever the tests themselves do.
  private func worker(
    _ command: [String] = ["cat"], by launcher: [String] = ["/usr/bin/env", "--default-signal=HUP"]
  ) async throws -> Process {
    try run(["init"])
    let worker = try BuiltProgram.start(
      ["worker", "--vp", "vp.general.primary", "--worker-id", "w1", "--"] + command,
      environment: environment, by: launcher)
    try await ask(["sessions", "-q"], until: "w1")
    return worker
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aWorkerToldToEndRetiresItsSession(signal: Int32) async throws {
    let worker = try await worker()
    kill(worker.processIdentifier, signal)
    worker.waitUntilExit()
    #expect(worker.terminationReason == .exit && worker.terminationStatus == 0)
    #expect(try run(["log", "--json"]).contains("vp.session.retired"))
  }

  @Test func aWorkerWhoseTerminalClosesFinishesItsMissionHoweverOftenItIsTold() async throws {
    let end = home.path + "-end"
    let script = "until [ -e \(end) ]; do sleep 0.1; done; echo done"
    let worker = try await worker(["sh", "-c", script])
    try run(["dispatch", "--vp", "vp.general.primary", "--objective", "x"])
    try await ask(["list", "--status", "running", "-q"], until: "vp-mission-")
    for _ in 1...3 {
      kill(worker.processIdentifier, SIGHUP)
      try run(["sessions"])
    }
    try "".write(toFile: end, atomically: true, encoding: .utf8)
    worker.waitUntilExit()
    #expect(try run(["list", "--status", "completed", "-q"]).contains("vp-mission-"))
  }

  @Test func aWorkerThatIsToOutliveItsTerminalDoes() async throws {
    let worker = try await worker(by: ["/usr/bin/nohup"])
    let status = try String(
      contentsOfFile: "/proc/\(worker.processIdentifier)/status", encoding: .utf8)
    let ignored = try #require(status.firstMatch(of: /SigIgn:\t([0-9a-f]+)/)?.1)
    #expect(try #require(UInt64(ignored, radix: 16)) >> UInt64(SIGHUP - 1) & 1 == 1)
    worker.terminate()
    worker.waitUntilExit()
  }

  @Test(arguments: [SIGQUIT, SIGSEGV]) func aCrashEndsTheProgramAtOnce(signal: Int32) async throws {
    let worker = try await worker()
    kill(worker.processIdentifier, signal)
    let run = try OtherProgram.finish(worker)
    #expect(worker.terminationReason == .uncaughtSignal && run.code == signal)
    #expect(!run.err.lowercased().contains("backtrac"), "\(run.err)")
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
