import Foundation
import MissionReplay
import MissionTesting
import Platform
import Testing

@testable import MissionCLI

@Suite struct TextFormTests {
  /// Also the dashboard's, which `tools/browser` holds to them.
  private struct Amounts: Decodable {
    struct Case<Amount: Decodable>: Decodable {
      let amount: Amount
      let text: String

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        amount = try values.decode(Amount.self)
        text = try values.decode(String.self)
      }
    }

    let seconds: [Case<Double>]
    let bytes: [Case<Int64>]
  }

  @Test func durationsAndBytesAreWrittenAsThePageWritesThem() throws {
    let file = try Data(contentsOf: Fixtures.url("cli/amounts.json"))
    let amounts = try JSONDecoder().decode(Amounts.self, from: file)
    #expect(!amounts.seconds.isEmpty && !amounts.bytes.isEmpty)
    for each in amounts.seconds { #expect(DurationText.text(seconds: each.amount) == each.text) }
    for each in amounts.bytes { #expect(ByteText.text(each.amount) == each.text) }
  }

  @Test(arguments: [(-3.0, "0s"), (59, "59s"), (61, "1m"), (7_300, "2h"), (172_800, "2d")])
  func anAgeHasOneUnit(seconds: Double, text: String) {
    #expect(DurationText.short(seconds: seconds) == text)
  }

  @Test func stepFoldsRunsOfHeartbeatsForPeopleAlone() async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    let worker = ["--worker-id", "me"]
    _ = await home.run(["work", "claim", "--vp", "vp.general.primary"] + worker)
    for _ in 1...3 {
      let beat = await home.run(["work", "heartbeat", id, "--attempt", "1"] + worker)
      #expect(beat.code == 0, "\(beat.err)")
    }
    #expect(await home.run("step", id, "--json").out.contains(#""count":5"#))
    let folded = await home.run("step", id).out.split(separator: "\n").count
    #expect(await home.run("step", id, "--heartbeats").out.split(separator: "\n").count > folded)
  }

  @Test func aValueActsOnNoTerminalAndIsVerbatimElsewhere() async throws {
    let home = CommandLineHome()
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", "a\u{1B}[2Jb"]
    #expect(await home.run(words).code == 0)
    let environment = ["MISSIONLOG_HOME": home.path]
    for command in [
      ["list", "-o", "csv", "--fields", "objective"],
      ["sql", "SELECT objective FROM missions", "-o", "csv"],
    ] {
      let screen = Screen(isTerminal: true)
      let shown = await CapturedConsole(screen: screen, environment: environment).run(command)
      #expect(shown.out == "objective\na\u{FFFD}[2Jb\n")
      #expect(await home.run(command).out == "objective\na\u{1B}[2Jb\n")
    }
  }

  @Test(arguments: ["24:00", "07:5"]) func aMistypedTimeIsNotCalledAnUnknownLedgerAlone(
    text: String
  ) async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    let run = await home.run("status", "--as-of", text)
    #expect(run.code == 64)
    #expect(run.err.contains("neither a time (14:05") && run.err.contains("coder, runtime, vp"))
  }

  @Test func noOptionHasTwoMeanings() async {
    let help = await missionlog("step", "--help").out
    #expect(help.matches(of: /--version/).count == 1, "\(help)")
    #expect(await missionlog("prune", "--help").out.contains("(default: 30d)"))
    #expect(await missionlog("stats", "--help").out.contains("(default: 24h)"))
  }

  @Test func countsHaveTheirThousandsApart() {
    #expect(CountText.text(0) == "0")
    #expect(CountText.text(-1_234_567) == "-1,234,567")
    #expect(CountText.text(1, "event") == "1 event")
    #expect(CountText.text(1_000, "event") == "1,000 events")
  }

  @Test func anInstantIsLocalWithItsOffset() throws {
    let now = try #require(Instant(iso8601: "2026-03-01T10:00:00Z"))
    let then = try #require(Instant(iso8601: "2026-03-01T09:30:05.5Z"))
    let time = TimeText(now: now, face: ClockFace { _ in 5 * 3_600 + 1_800 })
    #expect(time.full(then) == "2026-03-01 15:00:05 +05:30 (29m 55s ago)")
    #expect(time.relative(now) == "now")
    #expect(time.relative(now.advanced(bySeconds: 7_200)) == "in 2h")
    #expect(time.age(then) == "29m")
  }

  @Test func aProgressLineFitsItsTerminal() {
    let line = ProgressBar.line("missions", done: 120_000, of: 240_000, seconds: 2, width: 80)
    #expect(line.contains("] 50%") || line.contains("]  50%"))
    #expect(line.contains("60,000/s  2s left"))
    #expect(TextWidth.columns(line) < 80)
  }
}
