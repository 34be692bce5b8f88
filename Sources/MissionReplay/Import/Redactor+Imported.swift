import CanonicalJSON
import MissionControl
import MissionModel

extension Redactor {
  /// An import's payload in a form that is the same whether it, or the row that it was made of, was redacted or not.
  ///
  /// What is redacted is canonical, and what isn't has the spaces that its program wrote: here JSON stands in the place
  /// of a text that is some.
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

  /// A row's form, or that of an event that is kept, whose `payload` is JSON or a text.
  private func form(ofRow row: JSONText) -> JSONText {
    guard let members = try? row.members else { return json(row) }
    return .object { object in
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        let isJSON = name == "payload" || LegacyRow.isJSON(name.lowercased())
        object.field(name, (isJSON ? form(ofText: value) : nil) ?? json(value))
      }
    }
  }

  /// The form of a JSON column's text; nil for what is none, or no JSON either way.
  private func form(ofText value: JSONText) -> JSONText? {
    var reader = JSONReader(value)
    guard let text = try? reader.readString() else { return nil }
    // What was no JSON may be some without what is taken out: a raw newline goes with its key.
    return ((try? JSONText(text)) ?? (try? JSONText(self.text(text)))).map { json($0) }
  }
}
