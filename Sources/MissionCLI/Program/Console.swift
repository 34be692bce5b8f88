import Foundation
package import MissionReplay
package import Platform

/// The input and output of a command, its clock and its environment: the process's own, or a
/// test's.
package struct Console: Sendable {
  /// The stream of answers.
  package let out: TextStream
  /// The stream of everything beside the answer: warnings, hints, questions, progress.
  package let err: TextStream
  /// Reads the next line of standard input, nil at its end.
  package let readLine: @Sendable () -> LineInput.Line?
  /// Whether standard input is a terminal, so that a person can be asked.
  package let inputIsTerminal: Bool
  /// The abilities of the output.
  package let screen: Screen
  /// The clocks that are passed down.
  package let clocks: Clocks
  /// The variables of the environment.
  package let environment: [String: String]
  /// The reader's time zone.
  package let localTime: ClockFace
  /// The folder that relative paths begin in.
  package let workingFolder: String

  /// Makes a console of its parts.
  package init(
    out: TextStream, err: TextStream, readLine: @escaping @Sendable () -> LineInput.Line?,
    inputIsTerminal: Bool, screen: Screen, clocks: Clocks, environment: [String: String],
    localTime: ClockFace, workingFolder: String
  ) {
    self.out = out
    self.err = err
    self.readLine = readLine
    self.inputIsTerminal = inputIsTerminal
    self.screen = screen
    self.clocks = clocks
    self.environment = environment
    self.localTime = localTime
    self.workingFolder = workingFolder
  }

  /// Writes one value of JSON on a line of its own: on a terminal without control characters that
  /// would act there.
  func line(json: [UInt8]) throws(OutputClosed) {
    try out.write(bytes: (screen.isTerminal ? TextWidth.harmless(json: json) : json) + [0x0A])
  }

  /// The console of this process.
  package static func standard(environment: [String: String]) -> Console {
    let isTerminal = Terminal.isTerminal(1)
    let input = LineInput(descriptor: 0, limit: FileInput.limit)
    let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return Console(
      out: TextStream { bytes throws(PlatformError) in try Terminal.write(bytes, to: 1) },
      err: TextStream { bytes throws(PlatformError) in try Terminal.write(bytes, to: 2) },
      readLine: { input.next() },
      inputIsTerminal: Terminal.isTerminal(0),
      screen: Screen(
        width: Terminal.columns(1) ?? 80, isTerminal: isTerminal,
        errorsAreTerminal: Terminal.isTerminal(2),
        hasColour: isTerminal && !noColour && environment["TERM"] != "dumb"),
      clocks: .system, environment: environment,
      localTime: ClockFace { Terminal.offsetFromUTC(at: $0.microseconds / 1_000_000) },
      workingFolder: FileManager.default.currentDirectoryPath)
  }
}
