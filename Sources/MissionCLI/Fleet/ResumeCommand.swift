import ArgumentParser
import MissionTools

/// `resume`: lets a paused VP claim again.
struct ResumeCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let a paused VP claim missions again.",
    discussion: """
      Example:
        missionlog resume vp.coder.primary
      """)

  @Argument(help: "The VP.", completion: .vps) var vp: String

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let answer = try await place.answer(ResumeQueue.self, to: .vp(vp, word: "resume"), [:])
    return try place.invocation.showPage(answer) { _, page in try page.line("\(vp)  claims again") }
  }
}
