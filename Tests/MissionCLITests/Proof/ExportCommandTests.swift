import Foundation
import MissionTesting
import Platform
import Testing

@testable import MissionCLI

@Suite struct ExportCommandTests {
  private let home = CommandLineHome()

  private func fill() async throws -> String {
    let id = try await home.dispatch("a")
    _ = try await home.dispatch("b", vp: "vp.coder.primary")
    let token = ["--worker-id", "w", "--attempt", "1"]
    for words in [
      ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"],
      ["work", "progress", id, "--summary", "it's \"half\" done"] + token,
      ["work", "block", id, "--question", "which?"] + token, ["answer", id, "this"],
      ["work", "fail", id, "--error", "no disk", "--failure-mode", "timeout"] + token,
    ] {
      let run = await home.run(words)
      #expect(run.code == 0, "\(words): \(run.err)")
    }
    return id
  }

  /// What the `sqlite3` program says to a query.
  private func ask(_ file: String, _ sql: String) throws -> String {
    let run = try OtherProgram.run("/usr/bin/sqlite3", ["-batch", "-bail", file, sql])
    return (run.out + run.err).trimmingCharacters(in: .newlines)
  }

  @Test func anyToolReadsTheDatabase() async throws {
    let id = try await fill()
    let file = home.path + "-all.sqlite"
    #expect(await home.run("export", "--format", "sqlite", "--output", file).code == 0)
    let events = await home.run("export").out.split(separator: "\n").count
    for (sql, wanted) in [
      ("PRAGMA integrity_check", "ok"), ("SELECT count(*) FROM events", "\(events)"),
      ("SELECT count(*) FROM events WHERE NOT json_valid(payload)", "0"),
      ("SELECT mission_id, status FROM missions WHERE terminal", "\(id)|failed"),
      ("SELECT words FROM timeline WHERE what = 'progress'", "it's \"half\" done"),
      ("SELECT failure_mode, error FROM failures", "timeout|no disk"),
      ("SELECT worker_id, attempt FROM attempts", "w|1"),
      ("SELECT question, answer FROM questions", "which?|this"),
      ("SELECT sum(missions) FROM chains", "2"), ("SELECT count(*) FROM sessions", "1"),
    ] {
      #expect(try ask(file, sql) == wanted, "\(sql)")
    }
    let roots = try ask(file, "SELECT ledger || ' ' || size || ' ' || root FROM ledgers ORDER BY 1")
    let lines = await home.run("root").out.split(separator: "\n")
    let wanted = lines.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    #expect(roots == wanted.joined(separator: "\n"))
  }

  @Test func oneMissionsDatabaseHoldsThatMissionAlone() async throws {
    let id = try await fill()
    let file = home.path + "-one.sqlite"
    let run = await home.run("export", "--format", "sqlite", "--mission", id, "-o", file, "--json")
    #expect(run.code == 0, "\(run.err)")
    #expect(run.out == #"{"ok":true,"file":"\#(file)","format":"sqlite"}"# + "\n")
    #expect(try ask(file, "SELECT DISTINCT stream FROM events") == "mission/\(id)")
    #expect(try ask(file, "SELECT mission_id FROM missions") == id)
    #expect(try ask(file, "SELECT worker_id FROM sessions") == "w")
  }

  @Test func aDatabaseGoesToARedirectedOutputButToNoTerminalAndOverNoFile() async throws {
    _ = try await fill()
    let environment = ["MISSIONLOG_HOME": home.path]
    let words = ["export", "--format", "sqlite"]
    let terminal = CapturedConsole(
      screen: Screen(isTerminal: true), environment: environment)
    #expect(await terminal.run(words).code == 64)
    let redirected = await CapturedConsole(environment: environment).run(words)
    #expect(redirected.out.hasPrefix("SQLite format 3"))
    let asked = await home.run(words + ["--json"])
    #expect(asked.code == 64 && asked.out.contains(#""code":"validation_error""#), "\(asked.out)")
    #expect(asked.out.contains("give --output FILE"), "\(asked.out)")
    let file = home.path + "-there"
    try Data("mine".utf8).write(to: URL(filePath: file))
    for form in ["jsonl", "otlp", "sqlite"] {
      #expect(await home.run("export", "--format", form, "-o", file).code == 64)
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
  }

  @Test func aFileHasItsNameOnceItIsWhole() async throws {
    struct Failure: Error {}
    let (console, path) = (CapturedConsole(environment: [:]), home.path + "-export")
    func isThere() -> Bool { (try? FileSystem.info(path)) != nil }
    for (isDatabase, isWhole) in [(false, false), (false, true), (true, false), (true, true)] {
      func end() throws {
        #expect(!isThere())
        if !isWhole { throw Failure() }
      }
      let sink = try ExportSink(path, console.console)
      if isDatabase {
        try? await sink.file(.seeded(1)) { part in
          try Data("a\n".utf8).write(to: URL(filePath: part))
          try end()
        }
      } else {
        try? await sink.lines {
          _ = try sink.line([0x61])
          try end()
        }
      }
      #expect(isThere() == isWhole)
      if isWhole { #expect(try FileSystem.read(path, limit: 2) == [0x61, 0x0A]) }
      try FileSystem.removeFile(path)
    }
    let names = try FileSystem.names(in: try #require(FileSystem.parent(of: path)))
    #expect(!names.contains { PendingFile.isTemporary($0) })
  }

  @Test func whatAKilledExportLeftIsClearedByTheNextOne() async throws {
    _ = try await fill()
    let folder = try TemporaryFolder()
    // No process has that number; the first one has been there since the machine started.
    let (gone, other) = (Int32.max, 1)
    for name in [".writing-\(gone)-1", ".writing-\(other)-1", ".writing-\(gone)-2", "mine"] {
      try FileSystem.writeAtomically([1], to: folder.file(name))
      if name.hasSuffix("-2") { continue }
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -120)], ofItemAtPath: folder.file(name))
    }
    #expect(await home.run("export", "-o", folder.file("export")).code == 0)
    #expect(
      try FileSystem.names(in: folder.path)
        == [".writing-\(other)-1", ".writing-\(gone)-2", "export", "mine"])
  }

  @Test func tracesAreAMissionALine() async throws {
    let id = try await fill()
    let all = await home.run("export", "--format", "otlp")
    #expect(all.out.split(separator: "\n").count == 2)
    let one = await home.run("export", "--format", "otlp", "--mission", id)
    let drawn = await home.run("timeline", id, "--format", "otlp")
    #expect(one.out == drawn.out && all.out.contains(one.out))
    #expect(await home.run("export", "--format", "otlp", "--ledger", "coder").out.contains("coder"))
    let elsewhere = await home.run("export", "--mission", id, "--ledger", "coder")
    #expect(elsewhere.code == 66 && elsewhere.out.isEmpty)
  }

  @Test func moreLedgersThanSQLiteAttachesAreCopiedAllAndAskedAsFarAsItGoes() async throws {
    let lanes = (1...11).map { "l\($0)" }
    let file = home.path + "-config.yaml"
    try Data(
      """
      lanes: {\(lanes.map { "\($0): {}" }.joined(separator: ", "))}
      vps: {\(lanes.map { "vp.\($0): {lane: \($0)}" }.joined(separator: ", "))}

      """.utf8
    ).write(to: URL(filePath: file))
    let config = ["--config", file]
    for lane in lanes {
      let words = ["dispatch", "--vp", "vp.\(lane)", "--objective", "dig"]
      let run = await home.run(words + config)
      #expect(run.code == 0, "\(run.err)")
    }
    let copy = home.path + "-all.sqlite"
    let exported = await home.run(["export", "--format", "sqlite", "--output", copy] + config)
    #expect(exported.code == 0 && exported.err.isEmpty, "\(exported.err)")
    #expect(try ask(copy, "SELECT count(DISTINCT ledger), count(*) FROM missions") == "11|11")
    let query = "SELECT count(DISTINCT ledger) AS n, count(*) AS m FROM missions"
    let rows = await home.run(["sql", query, "--json"] + config)
    #expect(rows.code == 0 && rows.out.contains(#""n":9,"m":9"#), "\(rows.out)")
    #expect(rows.out.contains("ledger l9 is left out"))
    // The one ledger that has feeds and the bridge's cursors is the tenth.
    #expect(!rows.out.contains("ledger runtime is left out"))
  }

  @Test(arguments: [0, 99])
  func aLedgerWhoseRowsAreOfAnotherVersionIsLeftOutAndNamed(version: Int) async throws {
    let id = try await fill()
    try home.sqlite3("UPDATE projections SET version = \(version)")
    let rows = await home.run("sql", "SELECT ledger FROM missions", "--output", "csv")
    #expect(rows.code == 0 && rows.err.contains("ledger vp"), "\(rows.err)")
    #expect(rows.out == "ledger\r\ncoder\r\n" || rows.out == "ledger\ncoder\n")
    let traces = await home.run("export", "--format", "otlp")
    #expect(traces.code == 0 && traces.err.contains("ledger vp"), "\(traces.err)")
    #expect(traces.out.split(separator: "\n").count == 1)
    let file = home.path + "-rest.sqlite"
    let copy = await home.run("export", "--format", "sqlite", "--output", file)
    #expect(copy.code == 0 && copy.err.contains("ledger vp"), "\(copy.err)")
    #expect(try ask(file, "SELECT DISTINCT ledger FROM missions") == "coder")
    for form in ["otlp", "sqlite"] {
      for choice in [["--ledger", "vp"], ["--mission", id]] {
        let run = await home.run(["export", "--format", form] + choice)
        #expect(run.code == 78 && run.out.isEmpty, "\(form) \(choice): \(run.err)")
      }
    }
    #expect(await home.run("export", "--ledger", "vp").code == 0)
  }

  @Test func aQueryForThePayloadOfAnAlteredEventNamesIt() async throws {
    _ = try await fill()
    try home.sqlite3(
      "DROP TRIGGER events_no_update; UPDATE events SET leaf = leaf + 1 WHERE position = 1")
    let payload = "SELECT payload FROM events WHERE ledger = 'vp' AND position = 1"
    let run = await home.run("sql", payload, "--json")
    #expect(run.code == 74, "\(run.out)")
    #expect(run.out.contains("ledger_corrupt") && run.out.contains("vp:1"))
    #expect(await home.run("sql", "SELECT nothing FROM events").code == 64)
  }

  /// As an auditor would: an export, the roots that were kept elsewhere, and nothing of ours.
  @Test func anEventOfAnExportThatWasAlteredByOneByteIsFound() async throws {
    _ = try await fill()
    let roots = await home.run("root").out
    let export = await home.run("export", "--ledger", "vp").out
    let lines = export.split(separator: "\n").map(String.init)
    let file = home.path + "-vp.jsonl"
    func verify(_ lines: [String]) throws -> OtherProgram.Run {
      try (lines.joined(separator: "\n") + "\n").write(
        toFile: file, atomically: true, encoding: .utf8)
      return try OtherProgram.verify(file, by: .export)
    }
    let whole = try verify(lines)
    #expect(whole.code == 0)
    #expect(roots.contains(whole.out.trimmingCharacters(in: .newlines)))
    for index in lines.indices {
      var altered = lines
      altered[index] = altered[index].replacing(#""attempt":1"#, with: #""attempt":2"#)
      guard altered[index] != lines[index] else { continue }
      let found = try verify(altered)
      #expect(found.code == 1)
      #expect(found.err.contains("line \(index + 1)"))
    }
  }

  @Test func aVerdictThatWasTakenBackIsNoFailure() async throws {
    let clock = TestClock(start: Clocks.system.now())
    let id = try await home.dispatch("a")
    let token = ["--worker-id", "w", "--attempt", "1"]
    for words in [
      ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"],
      ["reconcile"], ["work", "complete", id] + token,
    ] {
      let run = await home.run(words, clocks: clock.clocks)
      #expect(run.code == 0, "\(words): \(run.err)")
      clock.advance(seconds: 901)
    }
    let file = home.path + "-all.sqlite"
    #expect(await home.run("export", "--format", "sqlite", "--output", file).code == 0)
    #expect(try ask(file, "SELECT count(*) FROM events WHERE type = 'vp.mission.failed'") == "1")
    #expect(try ask(file, "SELECT count(*) FROM failures") == "0")
  }
}
