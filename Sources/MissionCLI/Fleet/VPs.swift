import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `vps`: the VPs and how busy they are.
struct VPs: Command {
  static let configuration = CommandConfiguration(
    commandName: "vps", abstract: "List the VPs and how busy they are.",
    discussion: """
      Example:
        missionlog vps
      """)

  @OptionGroup var form: ListOptions
  @Flag(name: [.short, .long], help: "Print ids only, one a line.") var quiet = false
  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let (invocation, tools) = try await asOf.context(invocation)
    let answer = try await ListVPs().answer(tools)
    if quiet, !globals.json {
      for vp in answer.result.vps { try invocation.console.out.line(vp.vpID.rawValue) }
      return .success
    }
    return try invocation.showList(answer, "vps", form) { answer, _ in
      VPTable.table(answer.result.vps)
    }
  }
}
