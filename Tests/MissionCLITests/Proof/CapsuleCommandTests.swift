import ArgumentParser
import Foundation
import MissionModel
import MissionReplay
import MissionTesting
import Testing

@testable import MissionCLI

@Test func aCapsuleThatCantBeReachedIsNotSaidToBeMissing() async throws {
  let home = CommandLineHome()
  let loop = home.path + "-loop"
  try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
  #expect(await home.run("capsule", "--open", loop, "--json").out.contains("can't be read"))
  #expect(await home.run("capsule", "--open", loop + "-none").code == 66)
}

@Suite struct CapsuleCommandTests {
  @Test func everyReadingCommandAnswersAsTheHomeDidThen() async throws {
    let bench = try await CapsuleBench()
    for id in [bench.first, bench.retry] {
      for command in [
        ["timeline", id, "--json"], ["timeline", id], ["timeline", id, "--format", "html"],
        ["timeline", id, "--format", "otlp"], ["get", id, "--json"], ["why", id, "--json"],
        ["list", "--chain", bench.first, "--json"],
      ] {
        let then = await bench.home.run(command + ["--as-of", bench.moment])
        let sealed = await bench.run(command)
        #expect(sealed.out == then.out, "\(command)")
        #expect(sealed.code == 0, "\(command): \(sealed.err)")
      }
    }
    for command in [
      ["step", bench.first], ["log"], ["sessions"], ["root"], ["verify", "--full"], ["status"],
      ["export"], ["sql", "SELECT count(payload) FROM events"], ["rebuild", "--check"],
    ] {
      let run = await bench.run(command)
      #expect(run.code < 2 && !run.out.isEmpty, "\(command): \(run.err)")
    }
  }

  @Test func aFileThatComesWhileACapsuleIsMadeStays() async throws {
    let bench = try await CapsuleBench()
    let path = bench.home.path + "-late.capsule"
    let bytes = Array(try Data(contentsOf: URL(filePath: bench.path)))
    let command = try await CapsuleCommand.asyncParse([bench.first, path])
    let invocation = Invocation(
      globals: command.globals, console: CapturedConsole().console, doors: .none)
    await #expect(throws: MissionError.self) {
      try await command.make(invocation) { _ in
        try Data("another's".utf8).write(to: URL(filePath: path))
        return (bytes, try Capsule(bytes), [])
      }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "another's")
  }

  @Test func aLedgerThatNoChainReachesKeepsNoCapsuleFromBeingMade() async throws {
    let home = CommandLineHome()
    let (alone, retried) = (try await home.dispatch("a"), try await home.dispatch("b"))
    #expect(await home.run("cancel", alone, retried, "--yes").code == 0)
    #expect(await home.run("retry", retried, "--vp", "vp.coder.primary").code == 0)
    try home.spoil("coder_vp_state.db")
    let made = await home.run("capsule", alone, home.path + "-alone")
    #expect(made.code == 0, "\(made.err)")
    let refused = await home.run("capsule", retried, home.path + "-retried", "--json")
    #expect(refused.out.contains(#""code":"not_a_ledger""#), "\(refused.out)")
  }

  @Test func whatAQueuedMissionWaitsForIsSaidOnlyAsFarAsACapsuleCanTell() async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"]
    #expect(await home.run(claim).code == 0)
    let queued = try await home.dispatch("b")
    #expect(await home.run("get", queued, "--json").out.contains(#""waiting_for":"concurrency""#))
    let path = home.path + "-queued.capsule"
    #expect(await home.run("capsule", queued, path).code == 0)
    let get = await home.run("get", queued, "--json", "--home", path)
    #expect(get.out.contains(#""waiting_for":null"#), "\(get.out)")
    let why = await home.run("why", queued, "--json", "--home", path)
    #expect(why.out.contains("it is queued; a capsule can't tell why"), "\(why.out)")
    for command in ["vps", "sessions", "status"] {
      let run = await home.run(command, "--json", "--home", path)
      #expect(run.out.contains(#""code":"capsule_only""#), "\(command): \(run.out)")
      #expect(await !home.run(command, "--json").out.contains("capsule_only"))
    }
    #expect(await home.run("pause", "vp.general.primary").code == 0)
    let paused = home.path + "-paused.capsule"
    #expect(await home.run("capsule", queued, paused).code == 0)
    let known = await home.run("get", queued, "--json", "--home", paused)
    #expect(known.out.contains(#""waiting_for":"vp_paused""#), "\(known.out)")
  }

  @Test func noTableOfACapsuleIsSaidToHaveBeenMade() async throws {
    let bench = try await CapsuleBench()
    let run = await bench.run(["projections", "--json"])
    #expect(run.code == 0 && run.out.contains(#""built_at":null,"#), "\(run)")
    #expect(!run.out.contains(#""built_at":""#), "\(run.out)")
  }

  @Test func aCapsuleIsPrunedOnlyInAsFarAsIsLooked() async throws {
    let bench = try await CapsuleBench()
    let words = ["prune", "--older-than", "0s", "--json"]
    let refused = await bench.run(words + ["--yes"])
    #expect(refused.code == 74 && refused.out.contains(#""code":"ledger_read_only""#), "\(refused)")
    #expect(await bench.run(words + ["--dry-run"]).code == 0)
  }

  @Test func openingACapsuleTellsItsTimelines() async throws {
    let bench = try await CapsuleBench()
    let drawn = await bench.home.run("capsule", "--open", bench.path)
    let told = await bench.home.run("capsule", "--open", bench.path, "--json")
    for id in [bench.first, bench.retry] {
      let then = ["timeline", id, "--as-of", bench.moment]
      #expect(drawn.out.contains(await bench.home.run(then).out))
      let json = await bench.home.run(then + ["--json"]).out
      let timeline = try #require(json.firstMatch(of: /"timeline":(\{.*\}),"truncated"/)?.1)
      #expect(told.out.contains(timeline))
    }
  }

  @Test func aCapsuleAsOfAnEarlierEventIsTheHomeAsOfIt() async throws {
    let bench = try await CapsuleBench()
    let words = ["timeline", bench.first, "--json", "--as-of"]
    let sealed = await bench.run(words + ["vp:4"])
    #expect(sealed.out.contains(#""status":"running""#))
    #expect(sealed.out == (await bench.home.run(words + ["vp:4"])).out)
  }

  @Test func aCapsuleAsOfAnEventThatItLacksIsTheHomeAsOfIt() async throws {
    let home = CommandLineHome()
    let first = try await home.dispatch("a")
    let token = ["--worker-id", "w", "--attempt", "1"]
    for words in [
      ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w"],
      ["work", "fail", first, "--error", "no disk"] + token,
    ] {
      #expect(await home.run(words).code == 0, "\(words)")
    }
    _ = try await home.dispatch("b")
    let root = await home.run("root", "--ledger", "vp").out
    let place = "vp:" + (try #require(root.split(separator: " ").dropFirst().first))
    #expect(await home.run("retry", first, "--vp", "vp.coder.primary").code == 0)
    let capsule = home.path + "-capsule"
    #expect(await home.run("capsule", first, capsule).code == 0)
    let words = ["list", "--chain", first, "-q"]
    #expect(await home.run(words + ["--home", capsule]).out.split(separator: "\n").count == 2)
    let then = await home.run(words + ["--as-of", place])
    #expect(then.out == first + "\n")
    #expect(await home.run(words + ["--as-of", place, "--home", capsule]).out == then.out)
  }

  @Test func aCapsuleIsReadAsOfAnyPlaceThatItsRootCovers() async throws {
    let home = CommandLineHome()
    let first = try await home.dispatch("a")
    _ = try await home.dispatch("b")
    let capsule = home.path + "-capsule"
    #expect(await home.run("capsule", first, capsule).code == 0)
    for place in ["vp:1", "vp:2", "coder:7"] {
      let run = await home.run("list", "-q", "--as-of", place, "--home", capsule)
      #expect(run.code == 0 && run.out.contains(first), "\(place): \(run.err)")
    }
    let beyond = await home.run("list", "--as-of", "vp:3", "--home", capsule)
    #expect(beyond.code == 64 && beyond.err.contains("the ledger ends at vp:2"))
  }

  @Test func aCapsuleIsReadOnFromAnyPlaceThatItsRootCovers() async throws {
    let home = CommandLineHome()
    let first = try await home.dispatch("a")
    _ = try await home.dispatch("b")
    let capsule = home.path + "-capsule"
    #expect(await home.run("capsule", first, capsule).code == 0)
    for words in [[], ["--ledger", "vp"]] {
      let log = ["log", "--home", capsule, "--json"] + words
      #expect(await home.run(log + ["--after", "vp:0"]).out.contains(#""event_id":"vp:1""#))
      let covered = await home.run(log + ["--after", "vp:2"])
      #expect(covered.code == 0 && covered.out.isEmpty, "\(covered)")
      let beyond = await home.run(log + ["--after", "vp:3"])
      #expect(beyond.code == 64 && beyond.out.contains("which ends at 2"), "\(beyond)")
    }
  }

  @Test func aCapsuleIsHeldAgainstRootsThatWereKeptElsewhere() async throws {
    let bench = try await CapsuleBench()
    let words = ["verify", "--against", "-", "--json", "--home", bench.path]
    let kept = await bench.home.run("root").out
    let sound = await bench.home.run(words, input: [kept])
    #expect(sound.code == 0 && sound.out.contains("kept roots (1)"), "\(sound.out)")
    let vp = try #require(kept.split(separator: "\n").first { $0.hasPrefix("vp ") })
    let size = vp.split(separator: " ")[1]
    let forged = "vp \(size) \(String(repeating: "0", count: 64))"
    #expect(await bench.home.run(words, input: [forged]).code == 1)
    let other = "vp 1 \(String(repeating: "0", count: 64))"
    let silent = await bench.home.run(words, input: [other])
    #expect(silent.code == 0 && silent.out.contains("kept roots of other sizes (1)"))
  }

  @Test func ofAFeedOnlyWhatTellsOfTheMissionsIsWanted() async throws {
    let home = CommandLineHome()
    for objective in ["a", "b", "c"] {
      let run = await home.run(
        "dispatch", "--vp", "vp.general.primary", "--objective", objective, "--source-session-id",
        "s")
      #expect(run.code == 0, "\(run.err)")
    }
    let ids = await home.run("list", "-q").out.split(separator: "\n").map(String.init)
    #expect(await home.run(["cancel", "--yes"] + ids).code == 0)
    #expect(await home.run("bridge", "run", "--once").code == 0)
    for id in ids {
      let capsule = home.path + "-\(id)"
      let made = await home.run("capsule", id, capsule)
      #expect(made.code == 0 && !made.out.contains("not checked"), "\(made)")
      let opened = await home.run("capsule", "--open", capsule)
      #expect(opened.code == 0 && opened.out.contains("  not checked "), "\(opened)")
      #expect(try OtherProgram.verify(capsule, by: .capsule).code == 0)
    }
  }

  @Test func anIndependentProgramTakesAPayloadForWhatItIsWhateverItSays() async throws {
    let bench = try await CapsuleBench()
    let capsule = try String(contentsOfFile: bench.path, encoding: .utf8)
    let line = try #require(capsule.split(separator: "\n").first { $0.contains("half of <it>") })
    let salt = try #require(line.firstMatch(of: /"payload_salt":"([0-9a-f]+)"/)?.1)
    let progress = await bench.home.run(
      "work", "progress", bench.retry, "--summary", "x", "--worker-id", "w", "--attempt", "1",
      "--detail", #"{"payload_salt":"\#(salt)","payload":{"x":","}}"#)
    #expect(progress.code == 0, "\(progress.err)")
    let path = bench.home.path + "-two.capsule"
    #expect(await bench.home.run("capsule", bench.first, path).code == 0)
    let found = try OtherProgram.verify(path, by: .capsule)
    #expect(found.code == 0, "\(found.err)")
  }

  @Test func theDeepestRequestThatIsTakenCanBeSealedAndCarriedElsewhere() async throws {
    let (home, other) = (CommandLineHome(), CommandLineHome())
    func dispatch(depth: Int) async -> CapturedConsole.Run {
      let lists = (
        String(repeating: "[", count: depth - 1), String(repeating: "]", count: depth - 1)
      )
      return await home.run(
        "dispatch", "--vp", "vp.general.primary", "--objective", "dig", "--source-session-id", "s",
        "--metadata", #"{"a":\#(lists.0)\#(lists.1)}"#)
    }
    let refusal = await dispatch(depth: 64)
    #expect(refusal.code == 64 && refusal.err.contains("metadata"))
    #expect(await dispatch(depth: 63).code == 0)
    #expect(await home.run("bridge", "run", "--once").code == 0)
    let id = await home.run("list", "-q").out.trimmingCharacters(in: .newlines)
    let capsule = home.path + "-deep.capsule"
    #expect(await home.run("capsule", id, capsule).code == 0)
    #expect(await home.run("get", id, "--home", capsule).code == 0)
    #expect(try OtherProgram.verify(capsule, by: .capsule).code == 0)
    let file = home.path + "-deep.jsonl"
    #expect(await home.run("export", "--output", file).code == 0)
    let taken = await other.run("import", file)
    #expect(taken.code == 0, "\(taken.err)")
    #expect(await other.run("get", id).code == 0)
  }

  @Test func nothingIsWrittenIntoACapsuleNorMadeFromOne() async throws {
    let bench = try await CapsuleBench()
    let before = try Data(contentsOf: URL(filePath: bench.path))
    for (words, code) in [
      (["dispatch", "--vp", "vp.general.primary", "--objective", "x"], Int32(74)),
      (["annotate", bench.first, "--note", "n"], 74), (["init"], 74), (["bridge", "audit"], 64),
      (["bridge", "cursor", "reset-to-zero"], 74),
      (["rebuild"], 74), (["compact"], 74), (["backup", bench.home.path + "-copy"], 64),
      (["capsule", bench.first, bench.home.path + "-other"], 64),
    ] {
      #expect(await bench.run(words).code == code, "\(words)")
    }
    let doctor = await bench.run(["doctor"])
    #expect(doctor.out.hasPrefix("ok   capsule:"), "\(doctor.out)")
    #expect(doctor.out.contains("verified"))
    #expect(!doctor.out.contains("config.yaml"))
    #expect(try Data(contentsOf: URL(filePath: bench.path)) == before)
    #expect(await bench.home.run("capsule", bench.first, bench.path).code == 64)
    #expect(await bench.home.run("capsule", "vp-mission-none", bench.home.path + "-x").code == 66)
    let foreign = try bench.changed { $0 = Array("SQLite format 3\u{0}".utf8) }
    #expect(await bench.run(["list"], on: foreign).code == 78)
    let newer = try bench.changed { $0.replaceSubrange(22..<23, with: Array("9".utf8)) }
    #expect(await bench.run(["list"], on: newer).code == 78)
  }

  /// The first form's capsule and what it told then; written where there is none, and never again.
  @Test func aCapsuleOfTheFirstFormTellsWhatItToldThen() async throws {
    let folder = Fixtures.url("capsules")
    let file = folder.appending(path: "first.capsule")
    let told = folder.appending(path: "first.txt")
    if ProcessInfo.processInfo.environment["MISSIONLOG_WRITE_GOLDEN"] != nil,
      !FileManager.default.fileExists(atPath: file.path)
    {
      let bench = try await CapsuleBench()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: bench.path, toPath: file.path)
      try Data(try await tell(file.path).utf8).write(to: told)
    }
    #expect(try await tell(file.path) == String(contentsOf: told, encoding: .utf8))
  }

  private func tell(_ path: String) async throws -> String {
    let home = CommandLineHome()
    var text = ""
    let ids = await home.run("list", "-q", "--sort", "oldest", "--home", path).out
    for id in ids.split(separator: "\n").map(String.init) {
      for command in [["timeline", id], ["timeline", id, "--json"], ["get", id, "--json"]] {
        text += await home.run(command + ["--utc", "--home", path]).out
      }
    }
    return text + (await home.run("root", "--home", path)).out
  }

  @Test func howFarTheBridgeWasIsNotToldByACapsule() async throws {
    let bench = try await CapsuleBench()
    let status = await bench.run(["bridge", "status", "--json"])
    #expect(status.code == 0)
    #expect(status.out.contains(#""head":null,"backlog":null"#), "\(status.out)")
    #expect(!status.out.contains("hint"))
    #expect(await bench.run(["bridge", "status"]).code == 0)
  }
}
