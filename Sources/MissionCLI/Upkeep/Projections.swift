import ArgumentParser
import EventProjections
import MissionTools

/// `projections`: the tables that are folds of the log.
struct Projections: Command {
  static let configuration = CommandConfiguration(
    abstract: "List the projections, their versions and digests.",
    discussion: """
      Example:
        missionlog projections
      """)

  /// How many of a projection's parked events are told.
  private static let shown = 5

  @OptionGroup var form: ListOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let answer = try await ListProjections().answer(try invocation.tools())
    return try invocation.showList(
      answer, "projections", form,
      table: { answer, _ in ProjectionTable.table(answer.projections) },
      after: { answer in
        for events in answer.unread {
          invocation.note("ledger \(events.ledger) keeps events unread: \(events.words)")
        }
        for projection in answer.projections {
          for event in projection.report.parked.prefix(Self.shown) {
            invocation.note(
              "\(projection.report.name) parked \(projection.ledger):\(event.position): \(event.error)"
            )
          }
        }
        if let hint = answer.hint { invocation.note(hint) }
      })
  }
}
