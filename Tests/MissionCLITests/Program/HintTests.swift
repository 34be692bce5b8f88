import Foundation
import Platform
import Testing

@testable import MissionCLI

/// What a command says to do next can be done.
@Suite struct HintTests {
  private let home = CommandLineHome()

  /// A mission that a worker of no files has completed.
  private func completed(_ key: String, _ flags: [String] = []) async throws -> String {
    let id = try await home.dispatch(key)
    let token = ["--worker-id", "w", "--attempt", "1"]
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "w")
    let run = await home.run(["work", "complete", id, "--message", "Done"] + flags + token)
    #expect(run.code == 0, "\(run.err)")
    return id
  }

  @Test func filesAreNamedOnlyWhereAMissionHasSome() async throws {
    let bare = try await completed("a")
    for command in ["get", "wait"] {
      #expect(await home.run(command, bare).err == "", "\(command)")
    }
    let full = try await completed("b", ["--result-ref", "workspace://\(home.path)"])
    #expect(await home.run("get", full).err.contains("its files: missionlog artifacts"))
    let capsule = home.path + ".capsule"
    defer { try? FileManager.default.removeItem(atPath: capsule) }
    #expect(await home.run("capsule", full, capsule).code == 0)
    for command in ["get", "wait"] {
      let run = await home.run(command, full, "--home", capsule)
      #expect(run.code == 0 && !run.err.contains("artifacts"), "\(command): \(run.err)")
    }
  }

  @Test func whyLeadsOnAndEndsWithACommandThatIsNotRefused() async throws {
    var id = try await home.dispatch("a")
    let token = ["--worker-id", "w", "--attempt", "1"]
    for attempt in 1...3 {
      _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "w")
      #expect(await home.run(["work", "fail", id, "--error", "no"] + token).code == 0)
      let why = await home.run("why", id)
      let json = await home.run("why", id, "--json").out
      guard attempt < 3 else {
        #expect(why.err.contains("missionlog ack \(id.suffix(8))"), "\(why.err)")
        #expect(await home.run("ack", id).code == 0)
        #expect(await home.run("why", id).err.contains("missionlog dispatch --vp"))
        #expect(await home.run("why", id, "--as-of", "vp:2").err.contains("missionlog") == false)
        break
      }
      #expect(why.err.contains("to try again: missionlog retry \(id.suffix(8))"), "\(why.err)")
      #expect(json.contains(#""hint":"to try again: missionlog retry \#(id)"#), "\(json)")
      let retried = await home.run("retry", id, "--json").out
      id = String(try #require(retried.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
    }
  }

  @Test func whereNothingCanBeWrittenNothingIsToBeDone() async throws {
    let id = try await home.dispatch("a")
    let backup = home.path + "-backup"
    defer { try? FileManager.default.removeItem(atPath: backup) }
    #expect(await home.run("backup", backup).code == 0)
    #expect(await home.run("get", id).err.contains("to execute it"))
    for place in [["--home", backup], ["--as-of", "vp:1"]] {
      let run = await home.run(["get", id] + place)
      #expect(run.code == 0 && !run.err.contains("missionlog worker"), "\(place): \(run.err)")
    }
  }

  @Test func aFeedAsItWasIsReadOnAndNotAcknowledged() async throws {
    for objective in ["a", "b"] {
      let run = await home.run(
        "dispatch", "--vp", "vp.general.primary", "--objective", objective, "--source-session-id",
        "s")
      #expect(run.code == 0, "\(run.err)")
    }
    #expect(await home.run("bridge", "run", "--once").code == 0)
    let words = ["feed", "s", "--limit", "1"]
    #expect(await home.run(words).err.contains("once dealt with: missionlog feed s --ack 1"))
    let past = words + ["--as-of", "runtime:2"]
    let next = "missionlog feed s --as-of runtime:2 --limit 1 --after 1"
    #expect(await home.run(past).err.contains("to read on: \(next)"))
    #expect(await !home.run("feed", "s", "--as-of", "runtime:2").err.contains("to read on"))
    #expect(await home.run("feed", "s", "--as-of", "runtime:2", "--after", "1").code == 0)
    #expect(await home.run(past + ["--json"]).out.contains("call again with after 1\""))
    #expect(await home.run(words + ["--json"]).out.contains("call again with ack 1\""))
  }

  @Test func whereToWorkIsSaidAgainAsTheCommandWasTold() async throws {
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "x"]
    let named = await home.run(words + ["--home", home.path])
    #expect(
      named.err.contains(
        "missionlog worker --vp vp.general.primary --home \(home.path) -- COMMAND"), "\(named.err)")
    #expect(await home.run("list").err.contains("--home") == false)
    let page = await home.run("list", "--limit", "1", "--home", home.path)
    #expect(page.code == 0 && !page.err.contains("--cursor"), "\(page.err)")
    _ = try await home.dispatch("b")
    let more = await home.run("list", "--limit", "1", "--home", home.path)
    #expect(more.err.contains(" --home \(home.path)"), "\(more.err)")
    let gone = try await home.dispatch("c")
    #expect(await home.run("cancel", gone).code == 0)
    for command in ["get", "why"] {
      let run = await home.run(command, gone, "--home", home.path)
      #expect(run.err.contains("missionlog retry"), "\(command): \(run.err)")
      #expect(run.err.contains(" --home \(home.path)"), "\(command): \(run.err)")
    }
  }

  @Test(arguments: [
    ("(`missionlog worker --vp a -- CMD`)", "(`missionlog worker --vp a --home /h -- CMD`)"),
    ("`missionlog prune` makes room", "`missionlog prune --home /h` makes room"),
    ("missionlog bridge run carries them", "missionlog bridge run --home /h carries them"),
    ("make room, missionlog prune helps", "make room, missionlog prune --home /h helps"),
    ("a newer missionlog reads them", "a newer missionlog reads them"),
    ("`missionlog restore A --home NEW`", "`missionlog restore A --home NEW`"),
  ])
  func commandsInATextAreToldWhereToWork(text: String, placed: String) {
    #expect(Hint.text(text, carrying: ["--home", "/h"], bare: true) == placed)
    #expect(Hint.text(text, carrying: [], bare: true) == text)
  }

  @Test func whatOthersWroteAndWhatAServerDoesNotTakeIsLeftAsItIs() {
    let quoted = "no id is \"missionlog list\""
    #expect(Hint.text(quoted, carrying: ["--home", "/h"]) == quoted)
    let server = ["--server", "http://h"]
    #expect(Hint.text("`missionlog prune`", carrying: server) == "`missionlog prune`")
    #expect(
      Hint.text("`missionlog get x`", carrying: server) == "`missionlog get x --server http://h`")
  }

  @Test func whatAMessageNamesWorksWhereTheCommandDid() async throws {
    let place = ["--home", home.path]
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "x"] + place
    let worker = "`missionlog worker --vp vp.general.primary"
    #expect(await home.run(words).err.contains("\(worker) --home \(home.path) -- COMMAND`"))
    #expect(await home.run(words + ["--json"]).out.contains("\(worker) -- COMMAND`"))
    try home.sqlite3("UPDATE projections SET version = 0 WHERE name = 'missions'")
    let rebuild = "missionlog rebuild --home \(home.path) missions"
    #expect(await home.run(["doctor"] + place).out.contains("→ \(rebuild)\n"))
    try FileSystem.writeAtomically(Array("a: 1\nb: 2\n".utf8), to: home.path + "/config.yaml")
    let refused = await home.run(words)
    #expect(refused.code == 78, "\(refused)")
    #expect(refused.err.contains("`missionlog doctor --home \(home.path)`"), "\(refused.err)")
  }

  @Test func theNextPageHasTheFormAndTheFieldsOfTheFirst() async throws {
    for key in ["a", "b"] { _ = try await home.dispatch(key) }
    let form = ["-o", "csv", "--fields", "mission_id,status"]
    let run = await home.run(["list", "--limit", "1"] + form)
    #expect(run.err.contains("list --limit 1 -o csv --fields mission_id,status --cursor"))
    let quiet = await home.run(["list", "--limit", "1", "-q"] + form)
    #expect(quiet.err.contains("missionlog list --limit 1 -q --cursor"))
  }

  @Test func anAnswerThatWasLostBeforeAHintIsNoSuccess() async throws {
    let id = try await home.dispatch("a")
    _ = try await home.dispatch("b")
    let commands = [
      ["get", id], ["list", "--limit", "1"], ["cancel", id],
      ["dispatch", "--vp", "vp.general.primary", "--objective", "x"],
    ]
    for command in commands {
      let environment = ["MISSIONLOG_HOME": home.path, "MISSIONLOG_DURABILITY": "relaxed"]
      // Whoever has read enough is not told of what he didn't want.
      let gone = await CapturedConsole(environment: environment, isOpen: false).run(command)
      #expect(gone.code == 0 && !gone.err.contains("error:"), "\(command)")
      let lost = await CapturedConsole(environment: environment, isFull: true).run(command)
      #expect(lost.code == 74 && lost.out == "", "\(command)")
      #expect(lost.err.contains("standard output can't be written"), "\(command)")
    }
  }

  @Test func howToStartAWorkerIsSaidAsItWorks() async throws {
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "x"]
    let run = await home.run(words)
    #expect(run.err.contains("no live worker serves vp.general.primary: the mission waits"))
    let command = "missionlog worker --vp vp.general.primary -- COMMAND"
    let said = run.err.components(separatedBy: "missionlog worker").count
    #expect(run.err.components(separatedBy: command).count == said, "\(run.err)")
    #expect(await home.run(words + ["--json"]).out.contains(command))
    _ = await home.run("pause", "vp.general.primary")
    #expect(await home.run(words).err.contains("`\(command)`"))
    try FileSystem.writeAtomically(
      Array("vps: {vp.general.primary: {command: ['true']}}".utf8), to: home.path + "/config.yaml")
    #expect(await home.run(words).err.contains("`missionlog worker --vp vp.general.primary`"))
  }

  @Test func rowsOfAnOlderProgramAreOneFindingWithTheRemedyThatHelps() async throws {
    _ = try await home.dispatch("a")
    try home.sqlite3("UPDATE projections SET version = 0 WHERE name = 'missions'")
    let run = await home.run("doctor")
    #expect(run.code == 1)
    #expect(run.out.components(separatedBy: "BAD").count == 2, "\(run.out)")
    #expect(run.out.contains("missionlog rebuild missions") && !run.out.contains("verify"))
  }

  @Test func rowsOfANewerProgramAreLeftToIt() async throws {
    _ = try await home.dispatch("a")
    try home.sqlite3("UPDATE projections SET version = 99 WHERE name IN ('missions', 'vps')")
    let run = await home.run("doctor")
    #expect(run.code == 1)
    let words = run.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("of a newer version than this program's: missions, vps"))
    #expect(words.contains("missionlog rebuild --downgrade missions vps"))
    #expect(await home.run("rebuild", "--downgrade", "missions", "vps").code == 0)
    #expect(await home.run("doctor").code == 0)
  }

  @Test func aMissionOfLaterIsNotMissedWithoutAWordOfTheMoment() async throws {
    _ = try await home.dispatch("a")
    let later = try await home.dispatch("b")
    let run = await home.run("get", later, "--as-of", "vp:1")
    #expect(run.code == 66 && run.err.contains("as of that moment"), "\(run.err)")
  }
}
