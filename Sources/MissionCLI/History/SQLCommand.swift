import ArgumentParser
import MissionStore
import MissionTools

/// `sql`: read-only SQL over the documented views.
struct SQLCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "Query the ledgers with read-only SQL.",
    discussion: """
      The views hold the rows of all ledgers; times are ISO-8601, lists are JSON. With more than \
      \(QuerySQL.mostLedgers) ledgers, they hold those of the runtime ledger and of the ledgers \
      with the most events; export --format sqlite holds them all. Values that depend on the \
      present time (effective_status, stale, waiting_for) are shown by list, get, vps and \
      sessions. A mission's whole request is the payload of its first event.

      \(views)

      Examples:
        missionlog sql "SELECT status, count(*) FROM missions GROUP BY status"
        missionlog sql -o csv \\
          "SELECT recorded_at, payload FROM events WHERE type = 'vp.mission.fallback'"
      """)

  /// Every view with its columns and the meaning of a row.
  private static var views: String {
    SQLView.all.map { "\($0.name): \($0.summary)\n  \($0.columns.joined(separator: ", "))" }
      .joined(separator: "\n\n")
  }

  @Argument(help: "The query; '-' reads it from standard input.") var query: String

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("The output format.", valueName: "form"))
  var output: ListOptions.Form = .table

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Print at most this many rows.", valueName: "n"))
  var limit: Int?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let invocation = place.invocation
    let statement = query == "-" ? try FileInput.text(of: "-", invocation.console) : query
    // A server's limit of rows is lower than a home's.
    let answer: any ToolAnswer = try await place.either(
      home: { home in
        var call = QuerySQL(statement)
        call.limit = limit ?? call.limit
        return try await call.answer(home.tools)
      },
      server: { server in
        try await server.post(
          "sql",
          ["query": JSONInput.text(statement), "limit": limit.map(JSONInput.number)],
          wait: ServerSession.patience)
      })
    return try invocation.showPage(answer) { object, page in
      try SQLPrinter(answer: object, console: page.console).print(output)
      if let hint = answer.hint { invocation.note(hint) }
    }
  }
}
