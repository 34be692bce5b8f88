import ArgumentParser
import Foundation
import MissionModel
import MissionReplay
import MissionTesting
import MissionWorker
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

  @Test func aFileWhoseNameHasALineBreakIsOneFileOnEveryPage() async throws {
    let home = CommandLineHome()
    let words = ["run", "--vp", "vp.general.primary", "--objective", "x", "--", "touch"]
    #expect(await home.run(words + ["a\nb\u{1B}[31m.txt"]).code == 0)
    let id = String(await home.run("list", "-q").out.dropLast())
    for command in ["get", "timeline", "artifacts"] {
      let run = await home.run(command, id)
      #expect(run.out.contains("a b\u{FFFD}[31m.txt"), "\(command): \(run.out)")
    }
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

  @Test func whatWouldActOnATerminalStandsEscapedInItsJSON() async {
    let home = CommandLineHome()
    let (raw, escaped) = ("é\u{9B}2J\u{202E}b", #"é\u009b2J\u202eb"#)
    let words = ["dispatch", "--vp", "vp.general.primary", "--objective", raw]
    #expect(await home.run(words).code == 0)
    func shown(_ command: [String]) async -> String {
      await CapturedConsole(
        screen: Screen(isTerminal: true), environment: ["MISSIONLOG_HOME": home.path]
      ).run(command).out
    }
    for command in [
      ["list", "--json"], ["list", "-o", "jsonl", "--fields", "objective"], ["log", "--json"],
      ["sql", "SELECT objective FROM missions", "-o", "jsonl"], ["list", raw, "--json"],
    ] {
      let piped = await home.run(command).out
      #expect(piped.contains(raw), "\(command)")
      let out = await shown(command)
      #expect(out.contains(escaped) && !out.contains("\u{9B}"), "\(command)")
    }
    let exported = await home.run("export").out
    #expect(await shown(["export"]) == exported && exported.contains(raw))
  }

  @Test func whatIsSaidBesideTheAnswerActsOnNoTerminalWhereverItGoes() async throws {
    let (odd, shown) = ("a\u{1B}[2J\u{9B}1m\u{202E}b", "a\u{FFFD}[2J\u{FFFD}1m\u{FFFD}b")
    for screen in [Screen(), Screen(errorsAreTerminal: true), Screen(hasColour: true)] {
      let console = CapturedConsole(
        screen: screen, environment: ["MISSIONLOG_HOME": "/nonexistent"])
      for words in [["pause", odd], ["list", "--" + odd]] {
        let run = await console.run(words)
        #expect(run.code == 64 && run.err.contains(shown) && !run.err.contains("\u{202E}"))
      }
      let invocation = Invocation(
        globals: try GlobalOptions.parse([]), console: console.console, doors: .none)
      invocation.warn(odd)
      invocation.note("noted: \(odd)")
      let verdict = RunVerdict.failed(.subprocessCrash, error: odd)
      invocation.note(WorkerLine.line(.ended(MissionID(stored: "m"), verdict), invocation))
      let lines = console.errors.split(separator: "\n").suffix(3)
      #expect(lines.allSatisfy { $0.hasSuffix(shown) }, "\(lines)")
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
