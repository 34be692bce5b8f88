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
    return try show(try await ListVPs().answer(tools), invocation)
  }

  /// Prints the VPs in the form asked for.
  func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    if quiet, !globals.json {
      let vps = try JSONObject(answer.json).objects("vps")
      return try invocation.show(ids: vps.map { try $0.text("vp_id") }, of: answer)
    }
    return try invocation.showRows(answer, "vps", of: .vp, form) { vps, _ in
      try VPTable.table(vps)
    } after: { answer in
      if try answer.objects("vps").isEmpty { invocation.noteNone("there is no VP", in: answer) }
    }
  }
}
