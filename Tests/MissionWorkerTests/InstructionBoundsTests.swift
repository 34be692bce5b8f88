import MissionModel
import MissionTesting
import Platform
import Synchronization
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

  @Test(arguments: ["", "  ", #" \t\n"#])
  func aTextWithoutAWordInItIsAsIfItWereNotThere(text: String) throws {
    let progress = try read(#"{"missionlog":"progress","summary":"\#(text)","percent":5}"#)
    #expect(
      progress.instruction == .progress(summary: nil, percent: 5, usage: nil, detail: nil))
    #expect(progress.mistakes.isEmpty)
    let empty = try read(#"{"missionlog":"progress","summary":"\#(text)"}"#)
    #expect(
      empty.instruction == nil && empty.mistakes == ["progress needs summary, percent or usage"])
    let question = try read(#"{"missionlog":"blocked","question":"\#(text)"}"#)
    #expect(question.instruction == nil && question.mistakes == ["blocked needs question"])
    let result = try read(#"{"missionlog":"result","message":"\#(text)","next_action":"go"}"#)
    #expect(result.instruction == .result(message: nil, nextAction: "go", usage: nil))
  }

  @Test func aQuestionWithTooManyOptionsIsAskedWithoutThem() throws {
    let options = [String](repeating: #""a""#, count: 101).joined(separator: ",")
    let reading = try read(#"{"missionlog":"blocked","question":"q","options":[\#(options)]}"#)
    #expect(reading.instruction == .blocked(question: "q", options: []))
    #expect(reading.mistakes == ["options are 101; 100 at most are allowed"])
  }

  @Test func aPathThatIsTooLongIsRefusedAndOnlyItsHeadIsTold() throws {
    let path = text(4_096)
    #expect(
      try read(#"{"missionlog":"artifact","path":"\#(path)"}"#).instruction
        == .artifact(path: path, role: .deliverable))
    let folder = try TemporaryFolder()
    let told = Mutex<[String]>([])
    let recorder = try OutputRecorder(
      logPath: folder.file("output.log"),
      refuse: { text in told.withLock { $0.append(text) } }
    ) { Issue.record("carried out: \($0)") }
    recorder.receive(.output, Array(#"{"missionlog":"artifact","path":"\#(path)m"}"#.utf8)[...])
    recorder.finish()
    let said = told.withLock { $0 }
    #expect(said.count == 1 && said.joined().utf8.count < 512)
    #expect(said.joined().contains("path has 4097 bytes; 4096 at most are allowed"))
  }

  @Test func aRoleThatThereIsNotLosesNoPath() throws {
    let reading = try read(#"{"missionlog":"artifact","path":"a","role":"deliverabel"}"#)
    #expect(reading.instruction == .artifact(path: "a", role: .deliverable))
    #expect(reading.mistakes == ["role must be one of \(ArtifactRole.allowed)"])
  }

  @Test(
    arguments: [
      (
        #"{"missionlog":"progress","summary":"kept","percent":"40"}"#,
        .progress(summary: "kept", percent: nil, usage: nil, detail: nil),
        "percent: a string where a number is expected"
      ),
      (
        #"{"missionlog":"progress","summary":["lost"],"percent":40}"#,
        .progress(summary: nil, percent: 40, usage: nil, detail: nil),
        "summary: an array where a string is expected"
      ),
      (
        #"{"missionlog":"progress","summary":"kept","usage":"much"}"#,
        .progress(summary: "kept", percent: nil, usage: nil, detail: nil),
        "usage: a string where an object is expected"
      ),
      (
        #"{"missionlog":"result","message":"good words","next_action":5}"#,
        .result(message: "good words", nextAction: nil, usage: nil),
        "next_action: an integer where a string is expected"
      ),
      (
        #"{"missionlog":"result","message":{"text":"lost"},"next_action":"go"}"#,
        .result(message: nil, nextAction: "go", usage: nil),
        "message: an object where a string is expected"
      ),
      (
        #"{"missionlog":"blocked","question":"which?","options":[1,2]}"#,
        .blocked(question: "which?", options: []),
        "options: an integer where a string is expected"
      ),
      (
        #"{"missionlog":"blocked","question":"which?","options":["a",{"b":1}]}"#,
        .blocked(question: "which?", options: []),
        "options: an object where a string is expected"
      ),
      (
        #"{"missionlog":"blocked","question":"which?","options":"a"}"#,
        .blocked(question: "which?", options: []),
        "options: a string where an array is expected"
      ),
      (
        #"{"missionlog":"artifact","path":"a","role":true}"#,
        .artifact(path: "a", role: .deliverable), "role: a boolean where a string is expected"
      ),
    ] as [(String, Instruction, String)])
  func aMemberOfAWrongTypeLosesNoOther(line: String, instruction: Instruction, mistake: String)
    throws
  {
    let reading = try read(line)
    #expect(reading.instruction == instruction)
    #expect(reading.mistakes == [mistake])
  }

  @Test(arguments: [
    (#"{"missionlog":1}"#, "missionlog"), (#"{"missionlog":"artifact","path":1}"#, "path"),
    (#"{"missionlog":"blocked","question":1}"#, "question"),
    (#"{"missionlog":"fallback","from":1,"to":"b","reason":"c"}"#, "from"),
    (#"{"missionlog":"fallback","from":"a","to":1,"reason":"c"}"#, "to"),
    (#"{"missionlog":"fallback","from":"a","to":"b","reason":1}"#, "reason"),
  ])
  func whereWhatIsRequiredHasAWrongTypeThereIsNoInstruction(line: String, member: String) throws {
    let reading = try read(line)
    #expect(reading.instruction == nil)
    #expect(reading.mistakes.first == "\(member): an integer where a string is expected")
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
    ("{}", "progress needs summary, percent or usage"),
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

  @Test func aResultWithoutAWordInItTakesNoEarlierOneAway() async throws {
    let script = """
      echo '{"missionlog":"result","message":"good words","next_action":"go"}'
      echo '{"missionlog":"result","message":"   ","next_action":" "}'
      echo done > out.txt
      """
    let end = try await WorkerBench(script).end()
    #expect(end.outcome?.message == "good words" && end.outcome?.nextAction == "go")
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
