import MissionTools

/// A command that lists objects of the whole fleet: as a table, in another form, or as ids alone.
protocol FleetList: PlacedCommand {
  associatedtype Request: FleetRequest

  /// The list's name in the answer and in a server's path.
  static var list: String { get }
  /// The members of every row.
  static var shape: Shape { get }
  /// The member that identifies a row.
  static var id: String { get }
  /// The message for an empty list.
  static var none: String { get }

  var form: ListOptions { get }
  /// Whether ids alone are printed.
  var quiet: Bool { get }
  var asOf: AsOfOption { get }

  /// The rows for a person.
  static func table(_ rows: [JSONObject], _ time: TimeText) throws -> Table
}

extension FleetList {
  func run(at place: some Workplace) async throws -> Exit {
    let place = try await place.asOf(asOf)
    let answer = try await place.ask(Request.self, of: .fleet(path: Self.list), [:])
    return try show(answer, place.invocation)
  }

  /// Prints the rows in the form asked for.
  private func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    if quiet, !globals.json {
      let rows = try JSONObject(answer.json).objects(Self.list)
      return try invocation.show(ids: rows.map { try $0.text(Self.id) }, of: answer)
    }
    return try invocation.showRows(answer, Self.list, of: Self.shape, form) { rows, page in
      try Self.table(rows, page.time)
    } after: { answer in
      if try answer.objects(Self.list).isEmpty { invocation.noteNone(Self.none, in: answer) }
    }
  }
}
