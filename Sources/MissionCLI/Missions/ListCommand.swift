import ArgumentParser
import MissionControl
import MissionModel
import MissionTools

/// `list`: missions, the newest dispatch first.
struct ListCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List missions, newest first.",
    discussion: """
      Examples:
        missionlog list --attention
        missionlog list --status running,blocked --since 2h
        missionlog list -o csv --fields mission_id,status,duration_seconds
      """)

  @OptionGroup var filter: ListFilter
  @OptionGroup var form: ListOptions

  @Flag(name: [.short, .long], help: "Print only ids, one per line.") var quiet = false

  @Flag(help: "Keep running, and show the list again whenever it changes.") var watch = false

  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func validate() throws { try asOf.check(watch: watch) }

  func run(at place: some Workplace) async throws -> Exit {
    let moment = asOf.words(place.invocation)
    let place = try await place.asOf(asOf)
    let members = try await filter.members(at: place)
    let look = { (invocation: Invocation) in
      let (answer, missions): (any ToolAnswer, [MissionView]) = try await place.either(
        home: { home in
          let answer = try await ListMissions(members: members).answer(home.tools)
          return (answer, answer.result.missions)
        },
        server: { server in
          // The table has columns that no summary holds.
          let full = ["full": isTable ? JSONInput.literal("true") : nil]
          let answer = try await server.get("missions", members: members.merging(full) { $1 })
          return (answer, isTable ? try answer.object.missions("missions") : [])
        })
      return try show(answer, missions, moment, invocation)
    }
    return watch ? try await place.watch(look) : try await look(place.invocation)
  }

  private var isTable: Bool {
    !globals.json && !quiet && form.output == .table && form.fields == nil
  }

  /// Prints a page of missions in the form asked for.
  private func show(
    _ answer: some ToolAnswer, _ missions: [MissionView], _ moment: [String],
    _ invocation: Invocation
  ) throws -> Exit {
    if quiet, !globals.json {
      let page = try JSONObject(answer.json)
      let ids = try page.objects("missions").map { try $0.missionID.rawValue }
      let exit = try invocation.show(ids: ids, of: answer)
      try hintAtMore(page, moment, invocation)
      return exit
    }
    return try invocation.showList(answer, "missions", of: .missionSummary, form) { _, page in
      MissionTable.table(missions, page.time)
    } after: { answer in
      let page = try JSONObject(answer.json)
      if try page.integer("count") == 0 { invocation.noteNone("no missions match", in: page) }
      try hintAtMore(page, moment, invocation)
    }
  }

  /// Names the command for the next page, if there is one: a reader of piped output must learn that
  /// it isn't all.
  private func hintAtMore(
    _ page: JSONObject, _ moment: [String], _ invocation: Invocation
  ) throws {
    guard let next = try page.optionalText("next_cursor") else { return }
    let form = quiet ? ["-q"] : form.words
    invocation.hint(
      ["list"] + filter.words(invocation) + moment + form + ["--cursor", next], "more")
  }
}

/// The options that filter a list of missions.
struct ListFilter: ParsableArguments {
  @Option(
    name: [.customLong("vp"), .customLong("vp-id")],
    help: ArgumentHelp("Only missions of this VP.", valueName: "id"), completion: .vps)
  var vpID: String?

  @Option(
    help: ArgumentHelp(
      "Only these statuses or effective statuses, such as running,stale (default: all).",
      valueName: "names"))
  var status: String?

  @Flag(help: "Only missions that need a person's attention.") var attention = false

  @Option(help: ArgumentHelp("Only missions with this failure mode.", valueName: "mode"))
  var failureMode: String?

  @Option(
    name: [.customLong("chain"), .customLong("chain-id")],
    help: ArgumentHelp("Only missions of this retry chain.", valueName: "id"), completion: .missions
  )
  var chain: String?

  @Option(help: ArgumentHelp("Only missions that this session dispatched.", valueName: "id"))
  var sourceSessionID: String?

  @Option(
    help: ArgumentHelp("Only missions dispatched since: a time, 2h, 14:05.", valueName: "time"),
    transform: TimeInput.argument)
  var since: TimeInput?

  @Option(
    help: ArgumentHelp("Only missions dispatched until this time.", valueName: "time"),
    transform: TimeInput.argument)
  var until: TimeInput?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only missions whose objective contains this.", valueName: "text"))
  var grep: String?

  @Option(help: ArgumentHelp("The order (default: newest dispatch first).", valueName: "order"))
  var sort: MissionFilter.Order?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("At most this many, 1 to 500.", valueName: "n"))
  var limit = ListRequest().limit

  @Option(help: ArgumentHelp("Continue after an earlier page.", valueName: "cursor"))
  var cursor: String?
}
