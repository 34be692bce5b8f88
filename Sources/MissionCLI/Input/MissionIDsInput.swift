import MissionModel

/// The ids given to a command that acts on missions: as arguments, or `-` for those on standard
/// input.
enum MissionIDsInput {
  /// The ids in the order given, each once.
  static func ids(_ arguments: [String], _ console: Console) throws -> [String] {
    var ids: [String] = []
    for argument in arguments {
      if argument == "-" {
        let lines = try FileInput.text(of: "-", console).split(whereSeparator: \.isNewline)
        for line in lines { ids += try Self.ids(onLine: line).map(String.init) }
      } else {
        ids.append(argument)
      }
    }
    guard !ids.isEmpty else {
      throw MissionError(.validationError, "no mission id was given on standard input")
    }
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
  }

  /// The ids on a line: its only word, several whole ids, or the first word of a table's row, whose
  /// other words describe the mission.
  ///
  /// - Throws: `validation_error` where every word may be an id, so that the meaning is unclear.
  private static func ids(onLine line: Substring) throws -> [Substring] {
    let words = line.split(whereSeparator: \.isWhitespace)
    if words.allSatisfy({ $0.hasPrefix(MissionID.prefix) }) { return words }
    guard words.count == 1 || !words.allSatisfy(mayBeAnID) else {
      throw MissionError(
        .validationError,
        "'\(line)' is ambiguous, since each word may be an id: give one id per line")
    }
    return Array(words.prefix(1))
  }

  /// Whether a word may be an id, or the beginning or end of one.
  private static func mayBeAnID(_ word: Substring) -> Bool {
    word.hasPrefix(MissionID.prefix) || word.count >= 4 && word.allSatisfy(\.isHexDigit)
  }
}
