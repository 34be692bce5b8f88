import ArgumentParser
import MissionReplay
import MissionTools

/// `diff`: two missions' courses side by side.
struct DiffCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare the timelines of two missions.",
    discussion: """
      Lists the steps that both took, that only one took (< the first, > the second), and that \
      the two took differently (≠), and marks the first divergence. Ids, workers, times and \
      heartbeats are ignored. Exit: 0 if the missions agree, 1 if they differ.

      Example:
        missionlog diff 3f9a12bc 77e01d4a
      """)

  @Argument(help: "The first mission.", completion: .missions) var first: String

  @Argument(help: "The second mission.", completion: .missions) var second: String

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.either(
      home: { home in
        let first = try await home.invocation.mission(first, home.tools)
        let second = try await home.invocation.mission(second, home.tools)
        return try await DiffMissions(first, second).answer(home.tools)
      },
      server: { server in
        // The comparison is made here, from the server's two missions.
        var sides: [MissionDiff.Side] = []
        for text in [first, second] {
          let id = try await server.missionID(text)
          let mission = try await server.view(id)
          sides.append(MissionDiff.Side(mission, events: try await server.stream(of: id)))
        }
        return DiffAnswer(diff: try MissionDiff(sides[0], sides[1]))
      })
    let exit: Exit = answer.diff.isSame ? .success : .found
    return try place.invocation.show(answer, exit: exit) { answer, page in
      try page.drawing(DiffDrawing(answer.diff, width: page.screen.width).lines)
    }
  }
}
