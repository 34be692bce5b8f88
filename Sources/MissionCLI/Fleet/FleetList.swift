import MissionControl
import MissionTools

/// A command that lists something of the whole fleet: as a table, in another form, or as ids alone.
protocol FleetList: PlacedCommand {
  associatedtype Request: FleetRequest

  /// What is listed, as the answer and a server's path name it.
  static var list: String { get }
  /// What every row has.
  static var shape: Shape { get }
  /// The member of a row by which it is known.
  static var id: String { get }
  /// What is said where there is none.
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
