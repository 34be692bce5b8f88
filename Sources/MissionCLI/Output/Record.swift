import MissionReplay

/// The fields of one object, one below the other: names at the left, values beside them, wrapped to
/// the screen.
struct Record: Sendable {
  private struct Field: Sendable {
    let name: String
    let value: String
    let style: TextStyle
  }

  private var fields: [Field] = []

  /// Adds a field; one without a value is left out.
  mutating func add(_ name: String, _ value: String?, _ style: TextStyle = .plain) {
    guard let value, !value.isEmpty else { return }
    fields.append(Field(name: name, value: value, style: style))
  }

  /// The record's lines; continuation lines stand below the value.
  func lines(on screen: Screen) -> [String] {
    let nameWidth = (fields.map { TextWidth.columns($0.name) }.max() ?? 0) + 2
    return fields.flatMap { field in
      let values = TextWidth.wrap(field.value, to: screen.width - nameWidth)
      return values.enumerated().map { index, text in
        let name = TextWidth.pad(index == 0 ? field.name : "", to: nameWidth)
        return text.isEmpty ? "" : screen.paint(name, .faint) + screen.paint(text, field.style)
      }
    }
  }
}
