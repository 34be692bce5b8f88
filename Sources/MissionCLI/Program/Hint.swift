import ArgumentParser

/// Commands to type next, as text for a shell.
enum Hint {
  /// `missionlog get 3f9a12bc`, its words quoted where a shell would take them apart.
  ///
  /// Carries options where the words have none of their own to say where they work, before what another program is told.
  static func command(_ words: [String], carrying place: [String] = []) -> String {
    let own = words.prefix { $0 != "--" }
    let carried = own.contains("--home") ? [] : place
    return (["missionlog"] + own + carried + words.dropFirst(own.count)).map(quoted)
      .joined(separator: " ")
  }

  /// A text in which every command carries such options, where it has none of its own to say where it works: one in
  /// backquotes as `command` has them, any other, whose end nothing tells, right after its name.
  static func text(_ text: String, carrying place: [String]) -> String {
    let parts = text.split(separator: "missionlog ", omittingEmptySubsequences: false)
    guard !place.isEmpty, let first = parts.first else { return text }
    let options = " " + place.map(quoted).joined(separator: " ")
    var placed = String(first)
    for part in parts.dropFirst() {
      let quote = placed.last == "`" ? part.firstIndex(of: "`") : nil
      let end = quote ?? endOfName(in: part)
      let words = part[..<end]
      let isPlaced = words.isEmpty || words.contains("--home")
      let place = isPlaced ? end : words.firstRange(of: " -- ")?.lowerBound ?? end
      placed += "missionlog \(part[..<place])\(isPlaced ? "" : options)\(part[place...])"
    }
    return placed
  }

  /// Where the name of the command that a text begins with ends: at its beginning where it begins with none.
  private static func endOfName(in text: Substring) -> String.Index {
    var end = text.startIndex
    var group: any ParsableCommand.Type = Missionlog.self
    var rest = text
    while true {
      let word = rest.prefix { $0.isLetter || $0 == "-" }
      guard let command = group.configuration.subcommands.first(where: { $0._commandName == word })
      else { return end }
      end = word.endIndex
      guard text[end...].first == " " else { return end }
      group = command
      rest = text[text.index(after: end)...]
    }
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
