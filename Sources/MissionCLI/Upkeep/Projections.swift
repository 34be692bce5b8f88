import ArgumentParser
import MissionTools

/// `projections`: the tables that are folds of the log.
struct Projections: Command {
  static let configuration = CommandConfiguration(
    abstract: "List the projections, their versions and digests.",
    discussion: """
      Example:
        missionlog projections
      """)

  @OptionGroup var form: ListOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let answer = try await ListProjections().answer(try invocation.tools())
    return try invocation.showList(answer, "projections", form) { answer, _ in
      ProjectionTable.table(answer.projections)
    }
  }
}
