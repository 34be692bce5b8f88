import MissionModel

/// The ids given to a command that acts on missions: as arguments, or `-` for those on standard input.
enum MissionIDsInput {
  /// The ids in the order given, each once.
  static func ids(_ arguments: [String], _ console: Console) throws -> [String] {
    var ids: [String] = []
    for argument in arguments {
      if argument == "-" {
        let words = try FileInput.text(of: "-", console).split(whereSeparator: \.isWhitespace)
        ids += words.map(String.init)
      } else {
        ids.append(argument)
      }
    }
    guard !ids.isEmpty else {
      throw MissionError(.validationError, "No mission id was given on standard input.")
    }
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
  }
}
