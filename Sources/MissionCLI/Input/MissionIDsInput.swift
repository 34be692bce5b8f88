import MissionModel

/// The ids given to a command that acts on missions: as arguments, or `-` for one a line on standard input.
enum MissionIDsInput {
  /// The ids in the order given, each once.
  static func ids(_ arguments: [String], _ console: Console) throws -> [String] {
    var ids: [String] = []
    for argument in arguments {
      if argument == "-" {
        for line in try FileInput.text(of: "-", console).split(whereSeparator: \.isNewline) {
          let words = line.split(whereSeparator: \.isWhitespace)
          if let id = words.first { ids.append(String(id)) }
        }
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
