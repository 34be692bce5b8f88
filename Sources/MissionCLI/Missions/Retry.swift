import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `retry`: dispatches failed or cancelled missions again.
struct Retry: Command {
  static let configuration = CommandConfiguration(
    abstract: "Dispatch failed or cancelled missions again.",
    discussion: """
      A mission is retried once; its retry may be retried, up to retry_chain_max.

      Example:
        missionlog retry 3f9a12bc --guidance "Use the smaller data set"
      """)

  @Argument(
    help: "The missions; '-' reads them from standard input, one id a line.",
    completion: .missions)
  var ids: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What to do differently; added to the objective.", valueName: "text"))
  var guidance: String?

  @Flag(help: "Start in an empty workspace.") var freshWorkspace = false

  @Option(
    name: [.customLong("vp"), .customLong("vp-id")],
    help: ArgumentHelp("Another VP.", valueName: "id"), completion: .vps)
  var vpID: String?

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let vp = try vpID.map(VPInput.id)
    let batch = MissionBatch(verb: .retry, confirmation: confirmation, invocation: invocation)
    return try await batch.run(ids) { id, tools in
      var call = RetryMission(id)
      call.request.guidance = guidance
      call.request.freshWorkspace = freshWorkspace
      call.request.vp = vp
      return try await call.answer(tools)
    } line: {
      Self.line($0.result.mission, of: $0.result.original, replayed: $0.result.replayed)
    } next: {
      $0.result.mission
    }
  }

  /// What became of a mission that was retried.
  static func line(_ retry: MissionView, of original: MissionID, replayed: Bool) -> String {
    let verb = replayed ? "already retried as" : "retried as"
    return "\(original.short)  \(verb) \(retry.state.facts.missionID)"
  }
}
