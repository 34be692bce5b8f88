/// Lines of comma-separated values, as RFC 4180 has them but for the line's end.
enum CSV {
  static func line(_ values: [String]) -> String {
    values.map(quoted).joined(separator: ",")
  }

  private static func quoted(_ value: String) -> String {
    let needsQuotes = value.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    guard needsQuotes else { return value }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }
}
