import ArgumentParser
import MissionTools
import Platform

/// `pause`: stops claims of a VP.
struct PauseCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop a VP from claiming missions; running ones continue.",
    discussion: """
      Example:
        missionlog pause vp.coder.primary --reason "Deploying" --for 2h
      """)

  @Argument(help: "The VP.", completion: .vps) var vp: String

  @Option(parsing: .unconditional, help: ArgumentHelp("The reason.", valueName: "text"))
  var reason: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Resume automatically after: 90m, 2h.", valueName: "duration"),
    transform: DurationInput.argument)
  var duration: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let invocation = place.invocation
    let until = duration.map { invocation.time.now.advanced(bySeconds: $0.seconds) }
    let answer = try await place.answer(
      PauseQueue.self, to: .vp(vp, word: "pause"),
      [
        "reason": reason.map(JSONInput.text),
        "until": until.map { JSONInput.text($0.description) },
      ])
    return try invocation.showPage(answer) { _, page in
      let end = until.map { " until \(page.time.full($0))" } ?? ""
      try page.line("\(vp)  paused\(end); running missions continue")
      invocation.hint(["resume", vp], "to let it claim again")
    }
  }
}
