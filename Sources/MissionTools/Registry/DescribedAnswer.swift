/// An answer whose members are described, so that a door can say beforehand what will come.
package protocol DescribedAnswer: ToolAnswer {
  /// The answer's own members.
  static var fields: [Field] { get }
}

extension DescribedAnswer {
  /// Every member, as a door lists them: `ok`, the answer's own, warnings and a hint where there are any.
  package static var allFields: [Field] {
    [Field("ok", .boolean)] + fields + [
      Field("warnings", .list(.shape(.warning)), optional: true),
      Field("hint", .text, "What to call next.", optional: true),
    ]
  }
}
