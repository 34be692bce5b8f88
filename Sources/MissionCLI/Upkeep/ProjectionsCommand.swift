import ArgumentParser
import MissionModel
import MissionTools

/// `projections`: the tables that are folds of the log.
struct ProjectionsCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "projections", abstract: "List the projections, their versions and digests.",
    discussion: """
      Example:
        missionlog projections
      """)

  /// How many of a projection's parked events are shown.
  private static let shown = 5

  @OptionGroup var form: ListOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let invocation = place.invocation
    let answer = try await place.ask(
      ListProjections.self, of: .fleet(path: "projections"), [:])
    return try invocation.showRows(answer, "projections", form) { projections, _ in
      try ProjectionTable.table(projections)
    } after: { answer in
      for events in try answer.objects("unknown_events") {
        let isNewer = try events.text("reason") == UnreadKind.Reason.newerSchema.rawValue
        let schema = isNewer ? " of schema \(try events.integer("schema"))" : ""
        invocation.note(
          "ledger \(try events.text("ledger")) has unread events: "
            + "\(try events.text("type"))\(schema) (\(try events.integer("count")))")
      }
      for projection in try answer.objects("projections") {
        for event in try projection.objects("parked").prefix(Self.shown) {
          invocation.note(
            "\(try projection.text("name")) parked \(try projection.text("ledger")):"
              + "\(try event.integer("position")): \(try event.text("error"))")
        }
      }
      if let hint = try answer.optionalText("hint") { invocation.note(hint) }
    }
  }
}
