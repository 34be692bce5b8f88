import ArgumentParser

/// Commands to type next, as text for a shell.
enum Hint {
  /// `missionlog get 3f9a12bc`, with quotes around words that a shell would split.
  ///
  /// Adds the options of `place` unless the words name a home themselves, before the arguments of
  /// another program.
  static func command(_ words: [String], carrying place: [String] = []) -> String {
    let own = words.prefix { $0 != "--" }
    let carried = own.contains("--home") ? [] : place
    return (["missionlog"] + own + carried + words.dropFirst(own.count)).map(quoted)
      .joined(separator: " ")
  }

  /// A text with the options of `place` added to every command in backquotes, as `command` adds
  /// them, unless it names its own place; with `bare` also to any other command, right after its
  /// name, since nothing marks its end.
  ///
  /// A text with `bare` must hold nothing that others wrote. A command that doesn't work against a
  /// server is left unchanged there.
  static func text(_ text: String, carrying place: [String], bare: Bool = false) -> String {
    let parts = text.split(separator: "missionlog ", omittingEmptySubsequences: false)
    guard !place.isEmpty, let first = parts.first else { return text }
    let options = " " + place.map(quoted).joined(separator: " ")
    var placed = String(first)
    for part in parts.dropFirst() {
      let quote = placed.last == "`" ? part.firstIndex(of: "`") : nil
      let (name, takesServer) = command(in: part)
      let end = quote ?? (bare ? name : part.startIndex)
      let words = part[..<end]
      let isPlaced = words.isEmpty || words.contains("--home") || words.contains("--server")
      let isLeft = isPlaced || (place.contains("--server") && !takesServer)
      let before = isLeft ? end : words.firstRange(of: " -- ")?.lowerBound ?? end
      placed += "missionlog \(part[..<before])\(isLeft ? "" : options)\(part[before...])"
    }
    return placed
  }

  /// The end of the command's name at the beginning of a text (the text's start if there is none),
  /// and whether that command works against a server.
  private static func command(in text: Substring) -> (end: String.Index, takesServer: Bool) {
    var end = text.startIndex
    var command: any ParsableCommand.Type = Missionlog.self
    var rest = text
    while true {
      let word = rest.prefix { $0.isLetter || $0 == "-" }
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word })
      else { break }
      (command, end) = (next, word.endIndex)
      guard text[end...].first == " " else { break }
      rest = text[text.index(after: end)...]
    }
    return (end, command is any ServedCommand.Type || command == WorkerCommand.self)
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "-_./:=@%,+".unicodeScalars.contains($0))
    }
    if isPlain, !word.isEmpty { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
