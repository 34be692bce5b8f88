import ArgumentParser

/// How a list is printed: `-o`, `--fields`.
struct ListOptions: ParsableArguments {
  /// The forms of a list.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case table
    case csv
    case jsonl
  }

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("The output format.", valueName: "form"))
  var output: Form = .table

  @Option(
    help: ArgumentHelp(
      "Only these fields, in this order, separated by commas.", valueName: "names"),
    transform: Self.names)
  var fields: [String]?

  /// The options again, so that a hint asks for the same form.
  var words: [String] {
    (output == .table ? [] : ["-o", output.rawValue])
      + (fields.map { ["--fields", $0.joined(separator: ",")] } ?? [])
  }

  /// The names in the order given, each once: a row has one value for a name.
  @Sendable private static func names(_ text: String) throws -> [String] {
    let names = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    guard !names.isEmpty, !names.contains("") else {
      throw ValidationError("--fields needs names separated by commas.")
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
