import ArgumentParser
import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// One run of the command line, from its arguments to an exit code.
///
/// All errors, including the argument parser's, end in one place: under `--json` as the contract's
/// one error object on standard output, else as a line for a person on standard error.
package struct Program: Sendable {
  private let console: Console
  private let doors: Doors

  /// Makes a program that reads and writes through `console`, and opens `doors`.
  package init(console: Console, doors: Doors = .none) {
    self.console = console
    self.doors = doors
  }

  /// Runs the arguments (without the program's name), each of which must be UTF-8, and returns the
  /// exit code.
  package func run(_ bytes: [[UInt8]]) async -> Int32 {
    let arguments = bytes.map { String(decoding: $0, as: UTF8.self) }
    let code: Int32
    do {
      if let odd = bytes.firstIndex(where: { String(validating: $0, as: UTF8.self) == nil }) {
        throw MissionError.validation("argument \(odd + 1) is not valid UTF-8")
      }
      code = try await perform(arguments)
      try console.out.flush()
    } catch let closed as OutputClosed {
      return end(closed)
    } catch {
      do {
        return try report(error, of: arguments)
      } catch {
        return end(error)
      }
    }
    return code
  }

  /// Ends with an answer that could not be written whole: quietly if its reader has gone.
  private func end(_ closed: OutputClosed) -> Int32 {
    guard let cause = closed.cause else { return 0 }
    let error = MissionError(unwritable: "standard output", cause)
    try? console.err.line(console.screen.message("error:", .bad, error.message))
    try? console.err.flush()
    return error.exitCode
  }

  private func perform(_ arguments: [String]) async throws -> Int32 {
    let arguments = try OptionNames.spellingOutEmptyValues(of: arguments)
    let parsed: any ParsableCommand
    do {
      parsed = try await Missionlog.asyncParseAsRoot(arguments)
    } catch {
      return try answer(parserError: error, to: arguments)
    }
    if let command = parsed as? any Command {
      let invocation = Invocation(globals: command.globals, console: console, doors: doors)
      defer { invocation.opened.close() }
      do {
        return try await run(command, invocation).code
      } catch let closed as OutputClosed {
        throw closed
      } catch {
        return try report(error, of: arguments, at: invocation.place)
      }
    }
    return try runBuiltIn(parsed, arguments)
  }

  /// Runs a command on its home, or against its server.
  private func run(_ command: any Command, _ invocation: Invocation) async throws -> Exit {
    let client =
      switch command.serverUse {
      case .worksOnIt: try invocation.server()
      case .ownMatter: nil as ServerClient?
      case .needsNone: invocation.globals.server == nil ? nil : try invocation.server()
      }
    guard let client else { return try await command.run(invocation) }
    guard let served = command as? any ServedCommand else {
      throw MissionError(
        .validationError,
        "this command works on a home, not on a server: \(invocation.wayToAHome)")
    }
    return try await served.run(ServerSession(client: client, invocation: invocation))
  }

  /// Runs commands that the argument parser handles itself: help, and groups of commands.
  private func runBuiltIn(_ command: any ParsableCommand, _ arguments: [String]) throws -> Int32 {
    var command = command
    do {
      if Self.wantsJSON(arguments), type(of: command) is any AsyncParsableCommand.Type {
        let group = type(of: command) == Missionlog.self ? "" : "\(type(of: command)._commandName) "
        throw MissionError(
          .validationError, "a command is missing: `missionlog \(group)--help` lists the commands")
      }
      try command.run()
      return 0
    } catch let error as MissionError {
      throw error
    } catch {
      return try answer(parserError: error, to: arguments)
    }
  }

  private func answer(parserError error: any Error, to arguments: [String]) throws -> Int32 {
    if Self.wantsJSON(arguments),
      Missionlog.message(for: error) == Missionlog.configuration.version
    {
      try console.out.write(bytes: Self.version)
      try console.out.line()
      return 0
    }
    let mistake = ParserMistake(error, in: arguments)
    guard Missionlog.exitCode(for: error) != .success || mistake.isHelpOfNothing else {
      try console.out.line(Missionlog.fullMessage(for: error, columns: console.screen.width))
      return 0
    }
    let refusal = MissionError(.validationError, mistake.message)
    guard !Self.wantsJSON(arguments) else { throw refusal }
    try console.err.line(TextWidth.harmless(mistake.text(width: console.screen.width)))
    try console.err.flush()
    return refusal.exitCode
  }

  /// Reports an error; commands in its text get the options of that place.
  private func report(
    _ error: any Error, of arguments: [String], at place: [String] = []
  ) throws(OutputClosed) -> Int32 {
    let error = MissionError(whatever: error)
    let asJSON = Self.wantsJSON(arguments)
    if asJSON { try console.line(json: ErrorAnswer(error).json) }
    try console.out.flush()
    if !asJSON {
      let message = Hint.text(error.message, carrying: place)
      try console.err.line(console.screen.message("error:", .bad, message))
      if let milliseconds = error.retryAfterMs {
        let wait = DurationText.text(seconds: Double(milliseconds) / 1000)
        try console.err.line("Try again in \(wait).")
      }
      try console.err.flush()
    }
    return error.exitCode
  }

  /// The program's name and version, as one object.
  private static var version: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      writer.field("ok", true)
      writer.field("version", BuildInfo.version)
      writer.field("commit", BuildInfo.commit)
    }
    return writer.finish()
  }

  /// Whether `--json` stands among the program's own arguments, even where they can't be parsed.
  private static func wantsJSON(_ arguments: [String]) -> Bool {
    arguments.prefix { $0 != "--" }.contains("--json")
  }
}
