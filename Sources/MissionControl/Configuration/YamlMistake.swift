import Yams

/// The reason why a text is not YAML, and the line where it goes wrong.
struct YamlMistake {
  let line: Int
  let message: String

  /// Makes the mistake of a parser's error in a text.
  init(_ error: YamlError, in text: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (line, message) = (mark.line, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      line = Self.repeatedLine(of: keys, from: context.mark, in: text) ?? context.mark.line
      message = "the key \(keys.map { "\"\($0)\"" }.sorted().joined(separator: ", ")) occurs twice"
    default: (line, message) = (1, String(describing: error))
    }
  }

  /// The first line, from a mark on, that repeats one of a mapping's keys; nil where the keys share
  /// a line.
  ///
  /// The keys stand in the column of the mark, which is that of the first, and their values further
  /// right.
  private static func repeatedLine(of keys: [String], from mark: Mark, in text: String) -> Int? {
    let indent = String(repeating: " ", count: max(0, mark.column - 1))
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var seen: Set<String> = []
    for (index, line) in lines.enumerated().dropFirst(max(0, mark.line - 1))
    where line.hasPrefix(indent) {
      let word = line.dropFirst(indent.count).drop { "\"'".contains($0) }
      let key = keys.first { key in
        word.hasPrefix(key)
          && word.dropFirst(key.count).first { !"\"' ".contains($0) } == ":"
      }
      if let key, !seen.insert(key).inserted { return index + 1 }
    }
    return nil
  }
}
