import CanonicalJSON
import MissionControl
import MissionModel

extension Redactor {
  /// An import's payload in a form that is the same whether or not it, or its row, was redacted.
  ///
  /// Redacted JSON is canonical, while other JSON has the spacing of its program: here a text that
  /// holds JSON is replaced by that JSON.
  func form(ofImported payload: JSONText) -> JSONText {
    guard let members = try? payload.members else { return json(payload) }
    return .object { object in
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        switch name {
        case "imported": object.field(name, form(ofImported: value))
        case "legacy", "session", "data": object.field(name, form(ofRow: value))
        default: object.field(name, json(value))
        }
      }
    }
  }

  /// The form of a row, or of a kept event, whose `payload` is JSON or a text.
  private func form(ofRow row: JSONText) -> JSONText {
    guard let members = try? row.members else { return json(row) }
    return .object { object in
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        let isJSON = name == "payload" || LegacyRow.isJSON(name.lowercased())
        object.field(name, (isJSON ? form(ofText: value) : nil) ?? json(value))
      }
    }
  }

  /// The form of a JSON column's text; nil for another value, or where it is not JSON, redacted or
  /// not.
  private func form(ofText value: JSONText) -> JSONText? {
    var reader = JSONReader(value)
    guard let text = try? reader.readString() else { return nil }
    // Redaction can turn a text into JSON: a raw newline disappears with its key.
    return ((try? JSONText(text)) ?? (try? JSONText(self.text(text)))).map { json($0) }
  }
}
