import ArgumentParser
import MissionTools

/// `vps`: the VPs and how busy they are.
struct VPsCommand: FleetList {
  static let configuration = CommandConfiguration(
    commandName: "vps", abstract: "List the VPs and how busy they are.",
    discussion: """
      Example:
        missionlog vps
      """)

  @OptionGroup var form: ListOptions
  @Flag(name: [.short, .long], help: "Print only ids, one per line.") var quiet = false
  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  static var shape: Shape { .vp }
  typealias Request = ListVPs
  static let (list, id, none) = ("vps", "vp_id", "there are no VPs")

  static func table(_ rows: [JSONObject], _ time: TimeText) throws -> Table {
    try VPTable.table(rows)
  }
}
