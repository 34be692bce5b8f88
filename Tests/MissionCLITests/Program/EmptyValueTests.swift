import Foundation
import Testing

@testable import MissionCLI

/// Options that are given an empty value by `=`, as by `--reason="$REASON"`: no other word becomes
/// their value.
@Suite struct EmptyValueTests {
  private let home = CommandLineHome()
  private let mission = ["--vp", "vp.general.primary", "--objective", "x"]

  /// A command as the argument parser describes it.
  private struct Described: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable {
        let kind: String
        let name: String
      }
      struct Completion: Decodable {}
      let kind: String
      let names: [Name]?
      let completionKind: [String: Completion]?
    }
    let commandName: String
    let arguments: [Argument]?
    let subcommands: [Described]?

    /// Every name of its options that take a value, and of those of its subcommands, behind the
    /// command's own name.
    func options(
      _ path: [String] = [], where isWanted: (Argument) -> Bool = { _ in true }
    ) -> [[String]] {
      var all: [[String]] = []
      for option in arguments ?? [] where option.kind == "option" && isWanted(option) {
        for name in option.names ?? [] {
          all.append(path + [(name.kind == "long" ? "--" : "-") + name.name])
        }
      }
      for command in subcommands ?? [] {
        all += command.options(path + [command.commandName], where: isWanted)
      }
      return all
    }
  }

  private func described() async throws -> Described {
    struct Tool: Decodable { let command: Described }
    let description = await home.run("--experimental-dump-help").out
    return try JSONDecoder().decode(Tool.self, from: Data(description.utf8)).command
  }

  @Test func noOptionOfAnyCommandTakesTheWordThatFollows() async throws {
    let options = try await described().options()
    let names = try OptionNames()
    #expect(options.count > 200)
    for option in options {
      let words = option.dropLast() + option.suffix(1).map { $0 + "=" }
      let told = try names.spellingOutEmptyValues(of: words + ["--json"])
      #expect(told == option + ["", "--json"])
    }
  }

  @Test(arguments: [
    ["cancel", "ID", "--reason="], ["retry", "ID", "--guidance="], ["ack", "ID", "--note="],
    ["cancel", "ID", "--yes", "--reason="], ["cancel", "ID", "--reason=a", "--reason="],
  ])
  func aRehearsalStaysOne(words: [String]) async throws {
    let id = try await home.dispatch("a")
    let run = await home.run(words.map { $0 == "ID" ? id : $0 } + ["--dry-run"])
    let isRefused = words[0] == "retry"
    #expect(run.code == (isRefused ? 64 : 0), "\(run)")
    let told = isRefused ? "guidance must be a text of 1 to 65536 bytes" : "would "
    #expect((run.out + run.err).lowercased().contains(told), "\(run)")
    #expect(await home.run("get", id, "--json").out.contains(#""events_total":1"#))
  }

  @Test func anEmptyValueIsRefusedWhereItIsAsAWordOfItsOwn() async throws {
    let id = try await home.dispatch("a")
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    let finish = ["work", "complete", id, "--worker-id", "me", "--attempt", "1"]
    for (words, option, rest) in [
      (finish, "--message", ["--result-ref=workspace:///x"]),
      (["dispatch", "--vp", "vp.general.primary"], "--objective", ["--source-session-id=s1"]),
      (["pause", "vp.general.primary"], "--reason", ["--for=10m"]),
      (["list"], "--limit", ["5"]), (["list"], "-o", ["csv"]),
    ] {
      let joined = await home.run(words + [option + "="] + rest + ["--json"])
      let apart = await home.run(words + [option, ""] + rest + ["--json"])
      #expect(joined.code == 64 && joined.out == apart.out, "\(joined) \(apart)")
    }
    let missions = await home.run("list", "-q").out
    #expect(missions == id + "\n")
    #expect(await home.run("log", "--type", "*.completed", "--type", "*.paused").out.isEmpty)
  }

  private static let paths: [(words: [String], name: String)] = [
    (["status", "--home"], "--home"), (["status", "--config"], "--config"),
    (["serve", "--token-file"], "--token-file"), (["skill", "--install"], "--install"),
    (["export", "--output"], "--output"), (["reconcile", "--plan"], "--plan"),
    (["reconcile", "--apply"], "--apply"), (["verify", "--against"], "--against"),
    (["dispatch", "--request"], "--request"), (["backup"], "<folder>"), (["restore"], "<folder>"),
    (["import"], "<file>"), (["capsule", "3f9a12bc"], "<file>"), (["capsule", "--open"], "<file>"),
  ]

  @Test(arguments: paths) func noPathIsEmpty(words: [String], name: String) async throws {
    let refusal = "\(name) is empty: give a path"
    let run = await home.run(words + [""])
    #expect(run.code == 64 && run.err.contains(refusal), "\(run)")
    let json = await home.run(words + ["", "--json"])
    #expect(json.code == 64 && json.out.contains(refusal), "\(json)")
  }

  @Test func everyOptionThatTakesAPathIsAmongThose() async throws {
    let options = try await described().options { argument in
      argument.completionKind?.keys.contains { ["file", "directory"].contains($0) } == true
    }
    let named = Set(options.compactMap(\.last)).subtracting(["-o"])
    #expect(named == Set(Self.paths.map(\.name)).subtracting(["<folder>", "<file>"]))
  }

  @Test func noTypeIsEmpty() async {
    let run = await home.run("log", "--type=", "--json")
    #expect(run.code == 64 && run.out.contains("--type is empty"), "\(run)")
  }

  @Test func whatStandsBehindAnOptionIsItsValue() async throws {
    let id = try await home.dispatch("a")
    let run = await home.run("annotate", id, "--note", "--reason=", "--json")
    #expect(run.code == 0, "\(run)")
    let log = await home.run("log", "--mission", id, "--json")
    #expect(log.out.contains(#""note":"--reason=""#), "\(log.out)")
  }

  @Test func theWordsOfAnotherCommandAreLeftAlone() async throws {
    let words = ["run"] + mission + ["--reply-mode=", "--", "echo", "--objective=", "--reason="]
    let told = try OptionNames.spellingOutEmptyValues(of: words)
    #expect(told == ["run"] + mission + ["--reply-mode", "", "--"] + words.suffix(3))
  }

  @Test(arguments: [
    ("--dry-run=", "--dry-run takes no value"), ("--force=", "--force takes no value"),
    ("-y=", "-y takes no value"), ("--nothing=", "Unknown option '--nothing'"),
  ])
  func aFlagTakesNoEmptyValueEither(word: String, message: String) async throws {
    let id = try await home.dispatch("a")
    let run = await home.run("cancel", id, word, "--json")
    #expect(run.code == 64 && run.out.contains("validation_error"), "\(run)")
    #expect(run.out.contains(message), "\(run.out)")
    #expect(await home.run("get", id, "--json").out.contains(#""events_total":1"#))
  }

  @Test func noNameIsAFlagHereAndTakesAValueThere() throws {
    let names = try OptionNames()
    #expect(names.valued.isDisjoint(with: names.flags))
  }
}
