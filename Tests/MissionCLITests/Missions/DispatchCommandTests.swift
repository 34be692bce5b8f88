import Foundation
import Testing

@testable import MissionCLI

@Suite struct DispatchCommandTests {
  private let home = CommandLineHome()

  @Test func theFirstDispatchMakesTheHomeAndSaysSo() async {
    let run = await home.run("dispatch", "--vp", "vp.general.primary", "--objective", "x")
    #expect(run.code == 0)
    #expect(run.err.contains("made a new home at \(home.path)"))
    #expect(run.out.hasPrefix("vp-mission-"))
  }

  @Test func aListOfJSONAmongRepeatedTextsIsRefused() async {
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "x"]
    let mixed = await home.run(
      words + ["--required-outputs", #"["a"]"#, "--required-output", "b", "--json"])
    #expect(mixed.code == 64 && mixed.out.contains("required_outputs takes one JSON list"))
    let texts = await home.run(
      words + ["--success-criterion", "[must] compile", "--success-criterion", "c"])
    #expect(texts.code == 0, "\(texts.err)")
  }

  @Test(arguments: [
    ["--vp", "vp.general.primary", "--objective", "-"], ["--request", "-"],
  ])
  func standardInputThatIsNoUTF8IsRefused(words: [String]) async {
    let bytes = [
      Array(#"{"vp_id": "vp.general.primary", "objective": ""#.utf8) + [0xFF, 0x22, 0x7D]
    ]
    let run = await home.run(["dispatch"] + words, bytes: bytes)
    #expect(run.code == 64)
    #expect(run.err.contains("UTF-8"))
    #expect(await home.run("list", "-q").out == "")
  }

  @Test func standardInputHasItsLimit() async {
    let half = [UInt8](repeating: UInt8(ascii: "x"), count: FileInput.limit / 2)
    let run = await home.run(
      ["dispatch", "--vp", "vp.general.primary", "--objective", "-", "--json"], bytes: [half, half])
    #expect(run.code == 64)
    #expect(run.out.contains(#""code":"payload_too_large""#))
  }

  @Test func anArgumentThatIsNoUTF8IsRefused() async {
    let arguments = ["dispatch", "--vp", "vp.general.primary", "--json", "--objective"]
    let run = await CapturedConsole(environment: ["MISSIONLOG_HOME": home.path])
      .run(bytes: arguments.map { Array($0.utf8) } + [[0x61, 0xFF]])
    #expect(run.code == 64)
    #expect(run.out.contains("argument 6 is not valid UTF-8"))
    #expect(!FileManager.default.fileExists(atPath: home.path))
  }

  @Test func aRequiredFieldThatLacksIsNamed() async {
    let run = await home.run("dispatch", "--objective", "x", "--json")
    #expect(run.code == 64)
    #expect(run.out.contains(#""message":"vp_id is missing: vp_id and objective are required""#))
    #expect(run.out.contains(#""details":{"field":"vp_id"}"#))
  }

  @Test func aWholeRequestMayComeFromStandardInputAndFlagsAddToIt() async {
    let json = #"{"vp_id":"vp.general.primary","objective":"from JSON","priority":7}"#
    let run = await home.run(
      ["dispatch", "--request", "-", "--priority", "0", "--json"], input: [json])
    #expect(run.code == 0)
    let list = await home.run("sql", "SELECT objective, priority FROM missions", "-o", "csv")
    #expect(list.out == "objective,priority\nfrom JSON,0\n")
  }

  @Test(arguments: [
    (["--priority", "-1"], "priority"), (["--priority", "soon"], "priority"),
    (["--constraints", "{"], "constraints"), (["--budget", #"{"max_days":1}"#], "max_days"),
    (["--vp", "vp.nobody"], "vp.nobody"), (["--objective", "  "], "objective"),
  ])
  func aBadFieldIsNamed(flags: [String], name: String) async {
    let run = await home.run(
      ["dispatch", "--json", "--vp", "vp.general.primary", "--objective", "x"] + flags)
    #expect(run.code == 64)
    #expect(run.out.contains(#""code":"validation_error""#))
    #expect(run.out.contains(name))
  }
}
