import ArgumentParser
import MissionControl
import MissionReplay
import MissionTools

/// `init`: makes a home.
struct InitCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a home: its ledgers, and a configuration that explains every key.",
    discussion: """
      Example:
        missionlog init --home ~/missions
      """)

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let answer = try await InitializeHome().answer(
      try invocation.tools(makesConfiguration: true))
    return try invocation.show(answer) { answer, page in
      guard !answer.made.isEmpty else {
        return try page.line("\(answer.home.path) already exists; nothing was changed")
      }
      try page.line("made \(answer.home.path) (from \(answer.home.origin))")
      for path in answer.made { try page.line("  \(path)", .faint) }
      invocation.hint(
        ["run", "--vp", "vp.general.primary", "--objective", "Say hello", "--", "echo", "hello"],
        "to try it")
    }
  }
}
