import Platform
import Synchronization

/// A recorder of a command's output: all of it goes to `output.log`, its end is kept, and the
/// instructions among the lines of its standard output are carried out.
///
/// One thread feeds it; any thread may ask it.
final class OutputRecorder: Sendable {
  private struct State {
    var tail = OutputTail()
    var splitter = LineSplitter()
    var hasNews = false
    var loss: PlatformError?
  }

  private let log: AppendingFile
  private let state = Mutex(State())
  private let refuse: @Sendable (String) -> Void
  private let carryOut: @Sendable (Instruction) -> Void

  /// `refuse`, like the log, is told why a line that was meant as an instruction has no effect, or
  /// only a part of it.
  init(
    logPath: String, refuse: @escaping @Sendable (String) -> Void,
    _ carryOut: @escaping @Sendable (Instruction) -> Void
  ) throws(PlatformError) {
    log = try AppendingFile(path: logPath)
    self.refuse = refuse
    self.carryOut = carryOut
  }

  /// Takes output of the command; returns when its instructions were accepted.
  func receive(_ source: GuardedProcess.Source, _ bytes: ArraySlice<UInt8>) {
    write(bytes)
    let lines = state.withLock { state in
      state.hasNews = true
      state.tail.append(bytes)
      var lines: [OutputLine] = []
      if source == .output { state.splitter.append(bytes) { lines.append($0) } }
      return lines
    }
    carryOut(lines)
  }

  /// Ends the stream: a last line needs no line feed.
  func finish() {
    let lines = state.withLock { state in
      var lines: [OutputLine] = []
      state.splitter.finish { lines.append($0) }
      return lines
    }
    carryOut(lines)
  }

  /// Writes a line of the worker's own into the log.
  func note(_ text: String) {
    write(Array("missionlog: \(text)\n".utf8)[...])
  }

  /// The reason why some of it is not in the log; nil where all is.
  var loss: PlatformError? { state.withLock(\.loss) }

  /// Whether there was output since the last call.
  func takeNews() -> Bool {
    state.withLock { state in
      defer { state.hasNews = false }
      return state.hasNews
    }
  }

  /// Whether the command wrote anything at all.
  var hasOutput: Bool { state.withLock { $0.tail.total > 0 } }

  /// The end of the output.
  var tail: String { state.withLock { $0.tail.text() } }

  /// The last line with a word in it.
  var lastLine: String? { state.withLock(\.tail.lastLine) }

  private func carryOut(_ lines: [OutputLine]) {
    for line in lines {
      guard let reading = InstructionReading(line) else { continue }
      if !reading.mistakes.isEmpty { tell(reading, of: line) }
      if let instruction = reading.instruction { carryOut(instruction) }
    }
  }

  /// Reports the faults of a line: in the log, where the line itself stands, its author finds why
  /// it had no effect, or only a part of it.
  private func tell(_ reading: InstructionReading, of line: OutputLine) {
    let much = reading.instruction == nil ? "not understood" : "understood in part"
    let mistakes = reading.mistakes.joined(separator: "; ").cut(bytes: 1_024)
    let head = String(decoding: line.bytes, as: UTF8.self).cut(bytes: 256)
    let text = "an instruction that is \(much), \(mistakes): \(head)"
    note("refused: \(text)")
    refuse(text)
  }

  /// Writes to the log; what a full disk has no room for is lost, but not the mission.
  private func write(_ bytes: ArraySlice<UInt8>) {
    do throws(PlatformError) {
      try log.append(Array(bytes))
    } catch {
      state.withLock { $0.loss = $0.loss ?? error }
    }
  }
}
