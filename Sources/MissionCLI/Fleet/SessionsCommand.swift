import ArgumentParser
import MissionTools

/// `sessions`: the lives of worker processes.
struct SessionsCommand: FleetList {
  static let configuration = CommandConfiguration(
    commandName: "sessions", abstract: "List worker sessions, latest first.",
    discussion: """
      Example:
        missionlog sessions
      """)

  @OptionGroup var form: ListOptions
  @Flag(name: [.short, .long], help: "Print only ids, one per line.") var quiet = false
  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  static var shape: Shape { .session }
  typealias Request = ListSessions
  static let (list, id, none) = ("sessions", "session_id", "no worker has ever registered")

  static func table(_ rows: [JSONObject], _ time: TimeText) throws -> Table {
    try SessionTable.table(rows, time)
  }
}
