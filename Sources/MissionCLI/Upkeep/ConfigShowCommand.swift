import ArgumentParser
import MissionControl
import MissionReplay
import MissionTools

/// `config show`: every key and its value, and where it comes from.
struct ConfigShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print every key and its value.",
    discussion: """
      Example:
        missionlog config show --origin
      """)

  @Flag(help: "Show where each value comes from.") var origin = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    // This throws for a home that isn't there: its defaults would pass for somebody's choice.
    _ = try await tools.fleet.logs()
    let answer = ShowConfiguration().answer(tools)
    return try invocation.show(answer) { answer, page in
      for setting in answer.configuration.shown {
        let from = origin ? "  # \(setting.origin)" : ""
        try page.line("\(setting.key): \(setting.value)" + page.screen.paint(from, .faint))
      }
    }
  }
}
