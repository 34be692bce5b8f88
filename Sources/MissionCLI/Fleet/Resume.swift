import ArgumentParser
import MissionTools

/// `resume`: lets a paused VP claim again.
struct Resume: Command {
  static let configuration = CommandConfiguration(
    abstract: "Let a paused VP claim again.",
    discussion: """
      Example:
        missionlog resume vp.coder.primary
      """)

  @Argument(help: "The VP.", completion: .vps) var vp: String

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let call = ResumeQueue(try VPInput.id(vp))
    return try show(try await call.answer(try invocation.tools()), invocation)
  }

  /// Prints what was done.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.show(answer) { _, page in
      try page.line("\(vp)  claims again")
    }
  }
}
