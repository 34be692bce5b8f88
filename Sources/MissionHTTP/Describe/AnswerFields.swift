import MissionTools

/// The members of answers that come in more than one form.
enum AnswerFields {
  static let missions = Field.answer([
    Field("count", .count), Field("missions", .list(.anyObject)),
    Field("next_cursor", .nullable(.text)),
  ])
  static let why = Field.answer(Shape.why.fields)
  static let sessionWhy = Field.answer(
    [Field("session_id", .text)] + Shape.why.fields.filter { $0.name != "mission_id" })
}
