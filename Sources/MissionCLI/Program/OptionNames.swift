import ArgumentParser
import Foundation
import MissionModel

/// The names of all options of all commands, as they are written: `--reason`, `-o`.
///
/// They come from the argument parser's description of itself, which takes a good while to make,
/// and only if a word ends in `=`.
struct OptionNames: Sendable {
  /// Those that take a value.
  private(set) var valued: Set<String> = []
  /// Those that take none.
  private(set) var flags: Set<String> = []

  /// Asks the argument parser.
  init() throws {
    let text = Missionlog._dumpHelp()
    add(try JSONDecoder().decode(Description.self, from: Data(text.utf8)).command)
  }

  /// The arguments with each `--reason=` as the two words `--reason ''`, since the argument parser
  /// would take the next word for its value.
  ///
  /// - Throws: `validation_error` for a flag with an empty value.
  static func spellingOutEmptyValues(of arguments: [String]) throws -> [String] {
    let own = arguments.prefix { $0 != "--" }
    guard own.contains(where: { $0.hasPrefix("-") && $0.hasSuffix("=") }) else { return arguments }
    return try OptionNames().spellingOutEmptyValues(of: own) + arguments.dropFirst(own.count)
  }

  /// The same for arguments that are all this program's own.
  func spellingOutEmptyValues(
    of arguments: ArraySlice<String>
  ) throws(MissionError) -> [String] {
    var words: [String] = []
    // The word after an option is its value, whatever it looks like.
    var isValue = false
    for word in arguments {
      let name = String(word.dropLast())
      if isValue || !word.hasSuffix("=") {
        isValue = !isValue && valued.contains(word)
        words.append(word)
      } else if valued.contains(name) {
        words += [name, ""]
      } else if flags.contains(name) {
        throw .validation("\(name) takes no value, not even an empty one: leave out the '='")
      } else {
        words.append(word)
      }
    }
    return words
  }

  private mutating func add(_ command: Description.Command) {
    for argument in command.arguments ?? [] {
      let names = (argument.names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
      if argument.kind == "option" { valued.formUnion(names) }
      if argument.kind == "flag" { flags.formUnion(names) }
    }
    for subcommand in command.subcommands ?? [] { add(subcommand) }
  }

  /// The needed part of the argument parser's description.
  private struct Description: Decodable {
    struct Command: Decodable {
      let arguments: [Argument]?
      let subcommands: [Command]?
    }

    struct Argument: Decodable {
      let kind: String
      let names: [Name]?
    }

    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let command: Command
  }
}
