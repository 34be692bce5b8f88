/// An answer whose members are described, so that a door can say beforehand what will come.
package protocol DescribedAnswer: ToolAnswer {
  /// The answer's own members.
  static var fields: [Field] { get }
}

extension DescribedAnswer {
  /// Every member, as a door lists them.
  package static var allFields: [Field] { Field.answer(fields) }
}

extension Field {
  /// Every member of an answer with these of its own: `ok` before them, warnings and a hint after.
  package static func answer(_ own: [Field]) -> [Field] {
    [Field("ok", .boolean)] + own + [
      Field("warnings", .list(.shape(.warning)), optional: true),
      Field("hint", .text, "What to call next.", optional: true),
    ]
  }
}
