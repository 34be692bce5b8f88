import MissionTools

/// The members of answers that come in more than one form.
enum AnswerFields {
  static let missions = answer([
    Field("count", .count), Field("missions", .list(.anyObject)),
    Field("next_cursor", .nullable(.text)),
  ])
  static let why = answer(Shape.why.fields)
  static let sessionWhy = answer(
    [Field("session_id", .text)] + Shape.why.fields.filter { $0.name != "mission_id" })
  static let mission = answer([Field("mission", .shape(.missionSummary))])

  private static func answer(_ fields: [Field]) -> [Field] {
    [Field("ok", .boolean)] + fields + [
      Field("warnings", .list(.shape(.warning)), optional: true),
      Field("hint", .text, "What to call next.", optional: true),
    ]
  }
}
