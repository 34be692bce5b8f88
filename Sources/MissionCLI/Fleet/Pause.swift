import ArgumentParser
import MissionTools
import Platform

/// `pause`: stops claims of a VP.
struct Pause: Command {
  static let configuration = CommandConfiguration(
    abstract: "Let a VP claim nothing more; running missions go on.",
    discussion: """
      Example:
        missionlog pause vp.coder.primary --reason "Deploying" --for 2h
      """)

  @Argument(help: "The VP.", completion: .vps) var vp: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Resume by itself after: 90m, 2h.", valueName: "duration"),
    transform: DurationInput.argument)
  var duration: DurationInput?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let until = duration.map { invocation.time.now.advanced(bySeconds: $0.seconds) }
    let call = PauseQueue(try VPInput.id(vp), reason: reason, until: until)
    return try show(try await call.answer(try invocation.tools()), until: until, invocation)
  }

  /// Prints what was done.
  func show(_ answer: some ToolAnswer, until: Instant?, _ invocation: Invocation) throws -> Exit {
    try invocation.show(answer) { _, page in
      let end = until.map { " until \(page.time.full($0))" } ?? ""
      try page.line("\(vp)  paused\(end); what runs goes on")
      invocation.hint(["resume", vp], "to let it claim again")
    }
  }
}
