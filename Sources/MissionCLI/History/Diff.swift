import ArgumentParser
import MissionReplay
import MissionTools

/// `diff`: two missions' courses side by side.
struct Diff: Command {
  static let configuration = CommandConfiguration(
    abstract: "Compare what two missions went through.",
    discussion: """
      Steps that both took, that only one took (< the first, > the second), or that both took otherwise (≠); the \
      first divergence is marked. Ids, workers, times and heartbeats don't count. Exits 1 where they differ.

      Example:
        missionlog diff 3f9a12bc 77e01d4a
      """)

  @Argument(help: "The first mission.", completion: .missions) var first: String

  @Argument(help: "The second mission.", completion: .missions) var second: String

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let call = DiffMissions(
      try await invocation.mission(first, tools), try await invocation.mission(second, tools))
    return try show(try await call.answer(tools), invocation)
  }

  /// Prints the comparison.
  func show(_ answer: DiffAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.show(answer) { answer, page in
      try page.drawing(DiffDrawing(answer.diff, width: page.screen.width).lines)
    }
  }
}
