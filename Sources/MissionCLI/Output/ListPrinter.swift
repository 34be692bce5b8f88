import CanonicalJSON
import MissionTools

/// Prints a list in the form and with the fields that were asked for.
struct ListPrinter {
  let options: ListOptions
  let console: Console

  /// Prints the list `name` of an answer: as `-o` says, with `table` for the table that holds no picked fields.
  func print(_ answer: some ToolAnswer, list name: String, table: () throws -> Table) throws {
    let rows: JSONRows
    switch options.output {
    case .table:
      guard options.fields != nil else { return try show(try table()) }
      rows = try JSONRows(answer.json, list: name)
      let names = try rows.names(options.fields)
      var table = Table(names.map { Column($0.uppercased(), least: 8) })
      for row in rows.rows { table.add(names.map { Cell(JSONRows.text(row[$0])) }) }
      try show(table)
    case .csv:
      rows = try JSONRows(answer.json, list: name)
      let names = try rows.names(options.fields)
      if !names.isEmpty { try console.out.line(CSV.line(names)) }
      for row in rows.rows {
        try console.out.line(CSV.line(names.map { JSONRows.text(row[$0]) }))
      }
    case .jsonl:
      rows = try JSONRows(answer.json, list: name)
      let names = try rows.names(options.fields)
      for row in rows.rows { try console.out.line(row.object(names)) }
    }
  }

  private func show(_ table: Table) throws {
    for line in table.lines(on: console.screen) { try console.out.line(line) }
  }
}

extension Invocation {
  /// Prints the list `name` of an answer in the form and with the fields asked for; its warnings go to standard error.
  ///
  /// `after` says what a person should know beside the table.
  func showList<Answer: ToolAnswer>(
    _ answer: Answer, _ name: String, _ options: ListOptions,
    table: (Answer, Page) throws -> Table, after: (Answer) throws -> Void = { _ in }
  ) throws -> Exit {
    if globals.json, let fields = options.fields {
      try print(json: JSONRows.picking(fields, of: name, in: answer.json))
      return .success
    }
    return try show(answer) { answer, page in
      try ListPrinter(options: options, console: page.console).print(answer, list: name) {
        try table(answer, page)
      }
      try after(answer)
    }
  }

  /// Says that a list is empty; where ledgers could not be read, that nobody knows of these.
  func noteNone(_ words: String, in answer: JSONObject) {
    let unread = answer.ledgersLeftOut
    let ledgers = "\(unread.count == 1 ? "ledger" : "ledgers") \(unread.joined(separator: ", "))"
    note(unread.isEmpty ? words : "nothing was found: \(ledgers) could not be read")
  }

  /// Prints a list likewise, its table drawn from the objects that the other forms print.
  func showRows(
    _ answer: some ToolAnswer, _ name: String, _ options: ListOptions,
    table: ([JSONObject], Page) throws -> Table, after: (JSONObject) throws -> Void = { _ in }
  ) throws -> Exit {
    try showList(answer, name, options) { answer, page in
      try table(JSONObject(answer.json).objects(name), page)
    } after: { answer in
      try after(JSONObject(answer.json))
    }
  }
}
