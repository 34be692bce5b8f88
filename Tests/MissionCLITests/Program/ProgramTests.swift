import ArgumentParser
import Foundation
import Platform
import Testing

@testable import MissionCLI

@Suite struct ProgramTests {
  @Test(arguments: [
    ["--json", "no-such-command"], ["list", "--json", "--no-such-flag"],
    ["dispatch", "--json", "--vp"], ["--json", "wait"], ["--json"], ["--json", "work"],
    ["list", "--since", "yesterday", "--json"], ["list", "--limit", "many", "--json"],
    ["--json", "list", "-o", "xml"], ["work", "start", "abcd", "--worker-id", "w", "--json"],
  ])
  func aMistakeOnTheCommandLineIsOneObjectUnderJSON(arguments: [String]) async {
    let run = await CapturedConsole().run(arguments)
    #expect(run.code == 64)
    #expect(run.err == "")
    #expect(run.out.hasPrefix(#"{"ok":false,"error":{"code":"validation_error","message":""#))
    #expect(run.out.hasSuffix("\n"))
    #expect(run.out.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (["--json"], "missionlog --help"), (["work", "--json"], "missionlog work --help"),
    (["--json", "bridge"], "missionlog bridge --help"),
  ])
  func aMissingCommandIsToldWhereItIsListed(arguments: [String], place: String) async {
    let run = await CapturedConsole().run(arguments)
    #expect(run.out.contains("a command is missing: `\(place)` lists the commands"), "\(run.out)")
  }

  @Test(arguments: [["--version"], ["--json", "no-such-command"]])
  func anAnswerThatADiskDoesNotTakeIsNoSuccess(arguments: [String]) async {
    let run = await CapturedConsole(isFull: true).run(arguments)
    #expect(run.code == 74 && run.out == "")
    #expect(run.err.contains("standard output can't be written"))
  }

  @Test func aMistakeIsTwoOrThreeLinesForAPerson() async {
    let run = await missionlog("list", "--no-such-flag")
    #expect(run.code == 64)
    #expect(run.out == "")
    #expect(run.err.hasPrefix("error: "))
    #expect(run.err.contains("missionlog list --help"))
  }

  @Test func aMistypedCommandNamesTheNearestOne() async {
    let run = await missionlog("lst")
    #expect(run.code == 64)
    #expect(run.err.contains("'lst' is not a command; did you mean 'list'?"))
  }

  @Test(arguments: [
    (["help", "nope"], "'nope' is not a command"), (["nope", "--help"], "'nope' is not a command"),
    (
      ["help", "bridge", "stauts"], "'stauts' is not a command of 'bridge'; did you mean 'status'?"
    ),
    (["bridge", "nope", "-h"], "'nope' is not a command of 'bridge'"),
    (["--utc", "help", "--json", "nope"], "'nope' is not a command"),
  ])
  func helpOfACommandThatThereIsntIsAMistake(arguments: [String], words: String) async {
    let run = await CapturedConsole().run(arguments)
    #expect(run.code == 64)
    #expect((run.out + run.err).contains(words))
  }

  @Test(arguments: [
    ["help", "help"], ["help", "bridge", "cursor"],
    ["dispatch", "--vp", "vp.x", "-h"],
    ["--home", "/x", "work", "claim", "--help"], ["--generate-completion-script", "bash"],
    ["--help"], [], ["help", "list"], ["list", "--help"], ["work"], ["--version"],
  ])
  func whatIsAskedForAsHelpSucceeds(arguments: [String]) async {
    let run = await CapturedConsole().run(arguments)
    #expect(run.code == 0)
    #expect(run.err == "")
    #expect(!run.out.isEmpty)
  }

  @Test(arguments: [["--version", "--json"], ["--json", "--version"]])
  func theVersionIsOneObjectUnderJSON(arguments: [String]) async {
    let run = await CapturedConsole().run(arguments)
    #expect(run.code == 0 && run.err.isEmpty)
    let (version, commit) = (BuildInfo.version, BuildInfo.commit)
    #expect(run.out == #"{"ok":true,"version":"\#(version)","commit":"\#(commit)"}"# + "\n")
  }

  @Test func globalOptionsMayStandBeforeOrAfterTheCommand() async throws {
    for arguments in [
      ["--home", "/x", "--json", "list"], ["list", "--json", "--home", "/x"],
      ["work", "--home", "/x", "claim", "--vp", "v", "--worker-id", "w", "--json"],
    ] {
      let command = try #require(try await Missionlog.asyncParseAsRoot(arguments) as? any Command)
      #expect(command.globals.home == "/x")
      #expect(command.globals.json)
    }
  }

  @Test func whatFollowsTheTerminatorBelongsToTheChild() async throws {
    let arguments = ["run", "--vp", "v", "--objective", "x", "--", "cat", "--json", "--home", "/y"]
    let run = try #require(try await Missionlog.asyncParseAsRoot(arguments) as? RunCommand)
    #expect(run.command == ["cat", "--json", "--home", "/y"])
    #expect(!run.globals.json)
    #expect(run.globals.home == nil)
  }

  @Test func everyCommandHasAnExample() {
    func commands(_ type: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
      [type] + type.configuration.subcommands.flatMap(commands)
    }
    for command in commands(Missionlog.self) {
      #expect(command.configuration.discussion.contains("  missionlog "), "\(command)")
      #expect(!command.configuration.abstract.isEmpty, "\(command)")
      let examples = command.configuration.discussion.components(separatedBy: "\n  missionlog ")
      let isSingular = command.configuration.discussion.contains("Example:")
      #expect(!isSingular || examples.count == 2, "\(command)")
    }
  }

  @Test func aReaderThatHasGoneEndsTheProgramQuietly() async {
    let console = CapturedConsole(isOpen: false)
    let run = await console.run(["--help"])
    #expect(run.code == 0)
    #expect(run.err == "")
  }
}
