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
