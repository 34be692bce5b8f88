import ArgumentParser
import MissionControl

/// What the argument parser found wrong, in words that say what to do.
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

  private var mistypedCommand: String? {
    guard let word = firstWord else { return nil }
    let names = Missionlog.configuration.subcommands.map { $0._commandName } + ["help"]
    guard !names.contains(word) else { return nil }
    let nearest = NearestName.find(word, in: names)
    return "'\(word)' is no command" + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
  }

  /// The first argument that is neither an option nor the value of a global one.
  private var firstWord: String? {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-") else { return argument }
      if ["--home", "--config", "--server", "--token-file"].contains(argument) {
        _ = rest.popFirst()
      }
    }
    return nil
  }
}
