import CanonicalJSON
import MissionModel
import MissionTesting
import Platform
import Synchronization
import Testing

@testable import MissionWorker

struct InstructionTests {
  private func read(_ line: String) -> Instruction? {
    InstructionReading(OutputLine(bytes: Array(line.utf8)))?.instruction
  }

  @Test func everyInstructionIsRead() throws {
    #expect(
      read(
        #"{"missionlog": "progress", "summary": "half", "percent": 50, "usage": {"llm_calls": 2, "cost_usd": 0.5}}"#
      )
        == .progress(
          summary: "half", percent: 50,
          usage: Usage(llmCalls: 2, costUSD: Millionths(0.5)), detail: nil))
    #expect(
      read(#"{"missionlog":"progress","summary":"x","detail":{"b":1,"a":[2]}}"#)
        == .progress(
          summary: "x", percent: nil, usage: nil, detail: try JSONText(#"{"a":[2],"b":1}"#)))
    #expect(
      read(#"{"missionlog":"artifact","path":"a/b.txt"}"#)
        == .artifact(path: "a/b.txt", role: .deliverable))
    #expect(
      read(#"{"missionlog":"artifact","path":"a","role":"supporting"}"#)
        == .artifact(path: "a", role: .supporting))
    #expect(
      read(#"{"missionlog":"blocked","question":"which?","options":["a","b"]}"#)
        == .blocked(question: "which?", options: ["a", "b"]))
    #expect(
      read(#"{"missionlog":"fallback","from":"a","to":"b","reason":"c"}"#)
        == .fallback(from: "a", to: "b", reason: "c"))
    #expect(
      read(#"{"missionlog":"result","message":"done","next_action":"ship"}"#)
        == .result(message: "done", nextAction: "ship", usage: nil))
  }

  @Test func spaceAroundALineAndACarriageReturnDoNotMatter() {
    #expect(
      read("  {\"missionlog\":\"result\",\"message\":\"done\"} \r")
        == .result(message: "done", nextAction: nil, usage: nil))
  }

  @Test(arguments: [
    "", "hello", "{", "{}", "[]", "{\"missionlog\"}", #"{"missionlog":"dance"}"#,
    #"{"missionlog":1}"#, #"{"missionlog":null}"#, #"{"missionlog":"progress"}"#,
    #"{"missionlog":"progress","summary":1}"#, #"{"missionlog":"artifact"}"#,
    #"{"missionlog":"blocked"}"#, #"{"missionlog":"fallback","from":"a"}"#,
    #"{"missionlog":"result"}} trailing"#,
    #"{"summary":"no key"}"#, #"{"missionlog":"progress","usage":{"llm_calls":1.5}}"#,
  ])
  func whatIsNoInstructionIsOutput(line: String) {
    #expect(read(line) == nil)
  }

  @Test(arguments: [
    (
      #"{"missionlog":"dance"}"#,
      "missionlog must be progress, artifact, blocked, fallback or result"
    ),
    (#"{"missionlog":null}"#, "missionlog must be progress, artifact, blocked, fallback or result"),
    (#"{"missionlog":"progress"}"#, "progress needs summary, percent or usage"),
    (#"{"missionlog":"artifact"}"#, "artifact needs path"),
    (#"{"missionlog":"fallback","from":"a","to":"b"}"#, "fallback needs reason"),
  ])
  func whatWasMeantAsAnInstructionIsToldWhyItIsNone(line: String, says: String) {
    let mistakes = InstructionReading(OutputLine(bytes: Array(line.utf8)))?.mistakes ?? []
    #expect(mistakes.count == 1 && mistakes.joined().contains(says), "\(mistakes)")
  }

  @Test(arguments: [
    (#"{"missionlog":"progress","summary":"\ud83d"}"#, "surrogate"),
    (#"{"missionlog":"progress","detail":1e400}"#, "at byte"),
    (
      #"{"missionlog":"progress","detail":\#(String(repeating: "9", count: 41))}"#, "at byte"
    ),
    (#"{"missionlog":"progress","summary":"a","summary":"b"}"#, "at byte"),
    (
      #"{"detail":\#(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)),"missionlog":"progress"}"#,
      "at byte"
    ),
    (#"{"missionlog":"progress","summary":"half"#, "at byte"),
    (#"{"summary":"a \" b", "missionlog" : 'progress'}"#, "at byte"),
    (#"{"missionlog":"result"}} trailing"#, "at byte"),
  ])
  func whatIsMeantAsOneAndIsNoJSONIsToldWhy(line: String, says: String) throws {
    let reading = try #require(InstructionReading(OutputLine(bytes: Array(line.utf8))))
    #expect(reading.instruction == nil)
    #expect(
      reading.mistakes.count == 1 && reading.mistakes.joined().contains(says),
      "\(reading.mistakes)")
  }

  @Test func anInstructionWithABrokenByteOrOfALineThatIsTooLongIsToldToo() throws {
    let line = Array(#"{"missionlog":"progress","summary":"ab"}"#.utf8)
    var broken = line
    broken[broken.count - 3] = 0xFF
    let reading = try #require(InstructionReading(OutputLine(bytes: broken)))
    #expect(reading.instruction == nil && reading.mistakes.joined().contains("UTF-8"))
    let long = try #require(InstructionReading(OutputLine(bytes: line, isWhole: false)))
    #expect(long.instruction == nil && long.mistakes == ["longer than 1048576 bytes"])
  }

  @Test(arguments: [
    "{}", "hello", #"{"summary":"no key"}"#, #"{"missionlog""#, #"{"missionlog", 1}"#,
    #"{'missionlog': 'progress'}"#, #"{"of": {"missionlog": 1}, "at": 1e400}"#,
    #"{} "missionlog": 1"#, #"{"text": "\"missionlog\": 1", "cut"#, #"["missionlog": 1e400]"#,
  ])
  func whatIsNotMeantAsOneIsNoMistake(line: String) {
    for isWhole in [true, false] {
      let line = OutputLine(bytes: Array(line.utf8), isWhole: isWhole)
      #expect(InstructionReading(line) == nil)
    }
  }

  @Test func theLogSaysWhyNothingCameOfAnInstruction() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("output.log")
    let told = Mutex<[String]>([])
    let recorder = try OutputRecorder(
      logPath: path, refuse: { text in told.withLock { $0.append(text) } }
    ) { _ in }
    let line = #"{"missionlog":"artefact","path":"a"}"#
    recorder.receive(.output, Array((line + "\nplain\n").utf8)[...])
    let log = String(decoding: try FileSystem.read(path, limit: 4_096), as: UTF8.self)
    #expect(log.hasPrefix(line + "\nplain\nmissionlog: refused: an instruction that is not"))
    #expect(log.hasSuffix(": \(line)\n"))
    let texts = told.withLock { $0 }
    #expect(texts.count == 1 && log.hasSuffix("missionlog: refused: \(texts.joined())\n"))
  }
}

struct LineSplitterTests {
  private func split(_ pieces: [[UInt8]]) -> [OutputLine] {
    var splitter = LineSplitter()
    var lines: [OutputLine] = []
    for piece in pieces { splitter.append(piece[...]) { lines.append($0) } }
    splitter.finish { lines.append($0) }
    return lines
  }

  @Test func linesComeWholeHoweverTheyAreCut() {
    let bytes = Array("one\ntwo\n\nfour".utf8)
    for size in 1...bytes.count {
      let pieces = stride(from: 0, to: bytes.count, by: size).map {
        Array(bytes[$0..<min($0 + size, bytes.count)])
      }
      #expect(split(pieces) == ["one", "two", "four"].map { OutputLine(bytes: Array($0.utf8)) })
    }
  }

  @Test func ofALineBeyondTheLimitTheBeginningIsKeptAndTheNextIsRead() {
    let limit = [UInt8](repeating: 0x78, count: LineSplitter.limit)
    let next = OutputLine(bytes: Array("next".utf8))
    #expect(split([limit, [0x0A], Array("next\n".utf8)]) == [OutputLine(bytes: limit), next])
    for more in [[0x78], limit] {
      #expect(
        split([limit, more, [0x78], [0x0A], Array("next\n".utf8)])
          == [OutputLine(bytes: limit, isWhole: false), next])
    }
  }
}

struct OutputTailTests {
  /// The last line of what is written so.
  private func lastLine(_ text: String) -> String? {
    var tail = OutputTail()
    tail.append(Array(text.utf8)[...])
    return tail.lastLine
  }

  @Test func theLastLineIsOneThatIsMeantForAPerson() {
    let instruction = #"{"missionlog":"artifact","path":"a.txt"}"#
    #expect(lastLine("done\n\(instruction)\n") == "done")
    #expect(lastLine("\(instruction)\n") == nil)
    // Nor is one meant for a person that the worker doesn't understand.
    #expect(lastLine("done\n{\"missionlog\":\"artefact\"}\n{\"missionlog\":7}\n") == "done")
    let other = #"{"result":"missionlog"}"#
    #expect(lastLine("done\n\(other)\n") == other)
  }

  @Test func whatIsLeftOfALongInstructionIsNoLastLine() {
    let detail = String(repeating: "x", count: 3_000)
    let long = #"{"missionlog":"progress","percent":1,"detail":"\#(detail)"}"#
    #expect(lastLine("done\n\(long)\n{\"missionlog\":\"progress\",\"percent\":2}\n") == nil)
  }

  @Test func theEndIsKeptFromACharacterOn() {
    var tail = OutputTail()
    tail.append([UInt8](repeating: 0x78, count: 10_000)[...])
    tail.append(Array(String(repeating: "ä", count: 2_000).utf8)[...])
    tail.append(Array("!".utf8)[...])
    #expect(tail.text() == String(repeating: "ä", count: 1_023) + "!")
    #expect(tail.total == 14_001)
  }

  @Test func shortOutputIsKeptWholeAndBrokenUTF8DoesNotGrowBeyondTheLimit() {
    var short = OutputTail()
    short.append(Array("hello\n \n".utf8)[...])
    #expect(short.text() == "hello\n \n")
    #expect(short.lastLine == "hello")
    var broken = OutputTail()
    broken.append([UInt8](repeating: 0xFF, count: 5_000)[...])
    #expect(broken.text().utf8.count <= OutputTail.limit)
  }
}
