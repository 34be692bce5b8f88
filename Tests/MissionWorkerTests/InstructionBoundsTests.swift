import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// What a command says beyond the bounds of a report.
@Suite(.timeLimit(.minutes(2))) struct InstructionBoundsTests {
  private func read(_ line: String) throws -> InstructionReading {
    try #require(InstructionReading(OutputLine(bytes: Array(line.utf8))))
  }

  private func text(_ bytes: Int) -> String { String(repeating: "m", count: bytes) }

  @Test func aTextThatIsTooLongIsCutAndSaysSo() throws {
    let progress = try read(
      #"{"missionlog":"progress","summary":"\#(text(70_000))","percent":40}"#)
    #expect(
      progress.instruction
        == .progress(summary: text(65_533) + "…", percent: 40, usage: nil, detail: nil))
    let question = try read(#"{"missionlog":"blocked","question":"\#(text(70_000))"}"#)
    #expect(question.instruction == .blocked(question: text(65_533) + "…", options: []))
    let fallback = try read(
      #"{"missionlog":"fallback","from":"\#(text(5_000))","to":"\#(text(1_024))","reason":"\#(text(5_000))"}"#
    )
    #expect(
      fallback.instruction
        == .fallback(from: text(1_021) + "…", to: text(1_024), reason: text(4_093) + "…"))
    for reading in [progress, question, fallback] { #expect(reading.mistakes.isEmpty) }
  }

  @Test func anEmptyTextIsAsIfItWereNotThere() throws {
    let progress = try read(#"{"missionlog":"progress","summary":"","percent":5}"#)
    #expect(
      progress.instruction == .progress(summary: nil, percent: 5, usage: nil, detail: nil))
    #expect(progress.mistakes.isEmpty)
    let empty = try read(#"{"missionlog":"progress","summary":""}"#)
    #expect(
      empty.instruction == nil && empty.mistakes == ["progress wants summary, percent or usage"])
    let question = try read(#"{"missionlog":"blocked","question":""}"#)
    #expect(question.instruction == nil && question.mistakes == ["blocked wants question"])
  }

  @Test func aQuestionWithTooManyOptionsIsAskedWithoutThem() throws {
    let options = [String](repeating: #""a""#, count: 101).joined(separator: ",")
    let reading = try read(#"{"missionlog":"blocked","question":"q","options":[\#(options)]}"#)
    #expect(reading.instruction == .blocked(question: "q", options: []))
    #expect(reading.mistakes == ["options are 101; 100 at most are allowed"])
  }

  @Test func aPercentageOutOfBoundsLosesNoSummary() throws {
    let reading = try read(#"{"missionlog":"progress","summary":"x","percent":150}"#)
    #expect(
      reading.instruction == .progress(summary: "x", percent: nil, usage: nil, detail: nil))
    #expect(reading.mistakes == ["percent is 150; 0 to 100 is allowed"])
  }

  @Test func aFigureThatNoUsageHasIsNamedAndTheOthersAreTaken() throws {
    let reading = try read(
      #"{"missionlog":"progress","usage":{"llm_calls":2,"cost_usd":1e12,"runtime_seconds":null,"tokens":9}}"#
    )
    #expect(
      reading.instruction
        == .progress(summary: nil, percent: nil, usage: Usage(llmCalls: 2), detail: nil))
    #expect(
      reading.mistakes == [
        "usage.cost_usd must be from 0 to 1000000000, not 1000000000000",
        "unknown field usage.tokens; usage holds runtime_seconds, llm_calls and cost_usd",
      ])
  }

  @Test(arguments: [
    (#"{"llm_calls":-3}"#, "usage.llm_calls must be 0 or more, not -3"),
    (#"{"llm_calls":1.5}"#, "usage.llm_calls: a number with a fraction"),
    (#"{"foo":1}"#, "unknown field usage.foo"),
    ("{}", "progress wants summary, percent or usage"),
  ])
  func aUsageWithoutAFigureThatCountsIsNoProgress(usage: String, says: String) throws {
    let reading = try read(#"{"missionlog":"progress","usage":\#(usage)}"#)
    #expect(reading.instruction == nil)
    #expect(
      reading.mistakes.count == 1 && reading.mistakes.joined().hasPrefix(says),
      "\(reading.mistakes)")
  }

  @Test func whatIsCutOrLeftOutIsRecordedAndTold() async throws {
    let told = Condition<[String]>([])
    let bench = try WorkerBench(
      """
      printf '{"missionlog":"progress","summary":"%s","percent":40,"usage":{"foo":1}}\\n' \\
        "$(head -c 70000 /dev/zero | tr '\\0' m)"
      printf '{"missionlog":"progress","detail":"%s"}\\n' "$(head -c 1100000 /dev/zero | tr '\\0' d)"
      echo done > out.txt
      """
    ) {
      $0.notice = { said in
        if case .refused(_, let error) = said { told.change { $0.append(error.message) } }
      }
    }
    let id = try await bench.dispatch()
    try await bench.work()
    let progress = try #require(try await bench.state(of: id).progress)
    #expect(progress.summary == text(65_533) + "…" && progress.percent == Millionths(40))
    let said = told.withLock { $0 }
    #expect(said.count == 2)
    #expect(
      said.first?.hasPrefix("an instruction that is understood in part, unknown field usage.foo")
        == true)
    #expect(
      said.last?.hasPrefix("an instruction that is not understood, longer than 1048576 bytes: {")
        == true)
    let log = try bench.file("output.log", of: id)
    for message in said {
      #expect(message.utf8.count < 512 && log.contains("missionlog: refused: \(message)\n"))
    }
  }

  @Test func anEmptySummaryTakesNoResultAway() async throws {
    let script = """
      echo '{"missionlog":"progress","summary":"all of it"}'
      echo '{"missionlog":"progress","summary":"","percent":99}'
      echo '{"missionlog":"progress","summary":"  "}'
      echo done > out.txt
      """
    let end = try await WorkerBench(script).end()
    #expect(end.outcome?.message == "all of it")
  }
}
