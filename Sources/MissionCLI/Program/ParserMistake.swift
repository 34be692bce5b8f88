import ArgumentParser
import MissionControl

/// An error of the argument parser, in words that say what to do.
struct ParserMistake: Sendable {
  private let error: any Error
  private let arguments: [String]

  init(_ error: any Error, in arguments: [String]) {
    self.error = error
    self.arguments = arguments
  }

  /// One sentence.
  var message: String {
    mistypedCommand ?? Missionlog.message(for: error)
  }

  /// The sentence, the usage, and where to read more.
  func text(width: Int) -> String {
    if let mistypedCommand {
      return "error: \(mistypedCommand)\n  See 'missionlog --help' for all commands."
    }
    return Missionlog.fullMessage(for: error, columns: width)
  }

  /// Whether help was requested for a command that doesn't exist.
  var isHelpOfNothing: Bool {
    let asksForHelp =
      words.first == "help"
      || arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    return asksForHelp && mistypedCommand != nil
  }

  /// The message about the first word that should name a command or subcommand and doesn't.
  private var mistypedCommand: String? {
    var command: any ParsableCommand.Type = Missionlog.self
    for (index, word) in words.enumerated() where index > 0 || word != "help" {
      let known = command.configuration.subcommands
      guard !known.isEmpty else { return nil }
      guard let next = known.first(where: { $0._commandName == word }) else {
        let isRoot = command == Missionlog.self
        let names = known.map { $0._commandName } + (isRoot ? ["help"] : [])
        guard !names.contains(word) else { return nil }
        let nearest = NearestName.find(word, in: names)
        let path = isRoot ? "" : " of '\(command._commandName)'"
        return "'\(word)' is not a command\(path)"
          + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
      }
      command = next
    }
    return nil
  }

  /// The arguments that are neither options nor values of global ones, up to the first other
  /// option, whose value isn't known here.
  private var words: [String] {
    var words: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-") else {
        words.append(argument)
        continue
      }
      if ["--home", "--config", "--server", "--token-file"].contains(argument) {
        _ = rest.popFirst()
      } else if !["--json", "--utc"].contains(argument), !words.isEmpty {
        break
      }
    }
    return words
  }
}
