import MissionTools

/// The members of the answers that no tool gives.
enum AnswerFields {
  static let health = answer([Field("live", .boolean)])
  static let ready = answer([
    Field("ready", .boolean),
    Field(
      "ledgers",
      .list(
        .object([
          Field("ledger", .text), Field("works", .boolean), Field("error", .nullable(.text)),
          Field("parked_events", .count, "Events that a projection could not take in."),
        ]))),
  ])
  static let missions = answer([
    Field("count", .count), Field("missions", .list(.anyObject)),
    Field("next_cursor", .nullable(.text)),
  ])
  static let events = answer([
    Field("count", .count), Field("events", .list(.shape(.event))),
    Field("next_after", .nullable(.text)), Field("next_before", .nullable(.text)),
  ])
  static let why = answer(Shape.why.fields)
  static let sessionWhy = answer(
    [Field("session_id", .text)] + Shape.why.fields.filter { $0.name != "mission_id" })
  static let status = answer([
    Field("home", .text), Field("home_origin", .text), Field("now", .time),
    Field("quiet", .boolean, "Whether nothing needs attention, and every ledger works."),
    Field("totals", .anyObject), Field("ledgers", .list(.anyObject)),
    Field("vps", .list(.shape(.vp))), Field("attention", .list(.anyObject)),
  ])
  static let reconcile = answer([
    Field("dry_run", .boolean), Field("now", .time), Field("count", .count),
    Field("reconciled", .list(.anyObject)), Field("lost_sessions", .list(.anyObject)),
    Field("unobserved", .list(.anyObject)), Field("kept", .list(.anyObject)),
    Field("moved", .list(.text)), Field("left", .count),
    Field("plan", .anyObject, "What a later call appends, exactly.", optional: true),
  ])
  static let diff = answer([
    Field("from", .object([Field("time", .time), Field("cursor", .text)])),
    Field("to", .object([Field("time", .time), Field("cursor", .text)])),
    Field("events", .anyObject, "How many of each type lie between."),
    Field("missions", .list(.anyObject)), Field("missions_touched", .count),
    Field("sessions", .list(.anyObject)),
  ])
  static let projections = answer([
    Field("projections", .list(.anyObject)), Field("unknown_events", .list(.anyObject)),
  ])
  static let verify = answer([
    Field("sound", .boolean),
    Field(
      "ledgers",
      .list(
        .object([
          Field("ledger", .text), Field("size", .count), Field("root", .nullable(.text)),
          Field("checked", .list(.text)), Field("not_checked", .list(.text)),
          Field("break", .nullable(.text), "The first thing that is not as it should be."),
        ]))),
  ])
  static let bridgeAudit = answer([
    Field("sound", .boolean), Field("unexplained", .count), Field("gaps", .list(.anyObject)),
    Field("duplicates", .list(.anyObject)), Field("rewinds", .list(.anyObject)),
    Field("sources", .list(.anyObject)),
  ])
  static let stats = answer([
    Field("since", .time), Field("until", .time), Field("window_seconds", .number),
    Field("durability", .text), Field("exceeded", .list(.text)),
    Field("checks", .list(.anyObject)), Field("counts", .anyObject), Field("rates", .anyObject),
    Field("failure_modes", .anyObject), Field("run_seconds", .anyObject),
    Field("queue_seconds", .anyObject), Field("locks", .anyObject),
    Field("starving", .list(.anyObject)), Field("bridge", .nullable(.anyObject)),
    Field("vps", .list(.anyObject)), Field("ledgers", .list(.anyObject)),
  ])
  static let mission = answer([Field("mission", .shape(.missionSummary))])

  private static func answer(_ fields: [Field]) -> [Field] {
    [Field("ok", .boolean)] + fields + [
      Field("warnings", .list(.shape(.warning)), optional: true),
      Field("hint", .text, "What to call next.", optional: true),
    ]
  }
}
