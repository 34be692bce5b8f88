import MissionReplay

/// Lines of comma-separated values by RFC 4180, except for the line's end.
enum CSV {
  /// One line for `screen`: verbatim into a pipe or a file, and on a terminal without control
  /// characters that would act there.
  static func line(_ values: [String], on screen: Screen) -> String {
    values.map { quoted(screen.isTerminal ? TextWidth.harmless($0) : $0) }.joined(separator: ",")
  }

  private static func quoted(_ value: String) -> String {
    let needsQuotes = value.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    guard needsQuotes else { return value }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }
}
