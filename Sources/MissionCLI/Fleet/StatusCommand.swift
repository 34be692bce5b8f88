import ArgumentParser
import MissionTools

/// `status`: one glance at the home.
struct StatusCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show ledgers, VPs and everything that needs attention.",
    discussion: """
      Exit: 0 when nothing needs attention, else 1.

      Example:
        missionlog status --watch
      """)

  @Flag(help: "Keep running, and show the page again whenever it changes.") var watch = false

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func validate() throws { try asOf.check(watch: watch) }

  func run(at place: some Workplace) async throws -> Exit {
    let place = try await place.asOf(asOf)
    let look = { (invocation: Invocation) in
      let answer = try await place.ask(ShowStatus.self, of: .fleet(path: "status"), [:])
      let exit = try answer.exit { !$0.flag("quiet") }
      return try invocation.showPage(answer, exit: exit) { status, page in
        try StatusPage(status: status, page: page).write()
      }
    }
    return watch ? try await place.watch(look) : try await look(place.invocation)
  }
}
