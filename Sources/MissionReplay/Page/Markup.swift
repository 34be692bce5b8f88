/// HTML or SVG being written: names are the program's own, and every text and every value is
/// escaped.
///
/// Words of agents or people can't become markup: they come in only through `text` and the values
/// of attributes, where `&`, `<`, `>` and both quotes are written as references and control
/// characters are replaced.
struct Markup {
  private(set) var string = ""

  /// Writes an element around what `body` writes.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ body: (inout Markup) -> Void = { _ in }
  ) {
    open(name, attributes)
    body(&self)
    string += "</\(name)>"
  }

  /// Writes an element that holds a text.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
  ) {
    element(name, attributes) { $0.text(text) }
  }

  /// Writes an element that HTML never closes, such as `meta`.
  mutating func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    open(name, attributes)
  }

  /// Writes text.
  mutating func text(_ text: String) {
    string += Self.escaped(text)
  }

  /// Writes markup of the program's own: a style sheet, the line that names the type.
  mutating func own(_ markup: StaticString) {
    string += "\(markup)"
  }

  private mutating func open(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>
  ) {
    string += "<\(name)"
    for (key, value) in attributes { string += " \(key)=\"\(Self.escaped(value))\"" }
    string += ">"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TextWidth.harmless(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
