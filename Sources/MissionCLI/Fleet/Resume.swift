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
    return try invocation.show(try await call.answer(try invocation.tools())) { _, page in
      try page.line("\(vp)  claims again")
    }
  }
}
