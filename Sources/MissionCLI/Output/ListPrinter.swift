import MissionTools

/// A printer of a list in the wanted form and with the wanted fields.
struct ListPrinter {
  let options: ListOptions
  let console: Console

  /// Prints a list, which is read from an answer only if needed: in the form of `-o`, with `table`
  /// for a table without picked fields.
  func print(_ list: () throws -> JSONRows, table: () throws -> Table) throws {
    if options.output == .table, options.fields == nil { return try show(try table()) }
    let rows = try list()
    switch options.output {
    case .table:
      let names = try rows.names(options.fields)
      var table = Table(names.map { Column($0.uppercased(), least: 8) })
      for row in rows.rows { table.add(names.map { Cell(JSONRows.text(row[$0])) }) }
      try show(table)
    case .csv:
      let names = try rows.names(options.fields)
      if !names.isEmpty { try console.out.line(CSV.line(names, on: console.screen)) }
      for row in rows.rows {
        try console.out.line(CSV.line(names.map { JSONRows.text(row[$0]) }, on: console.screen))
      }
    case .jsonl:
      let names = try options.fields.map(rows.names)
      for row in rows.rows {
        try console.line(json: row.object(names ?? row.members.map(\.name)))
      }
    }
  }

  private func show(_ table: Table) throws {
    for line in table.lines(on: console.screen) { try console.out.line(line) }
  }
}

extension Invocation {
  /// Prints the list `name` of an answer in the wanted form and with the wanted fields; its
  /// warnings go to standard error.
  ///
  /// `shape` is that of its rows; `after` writes what a person should know beside the table.
  func showList<Answer: ToolAnswer>(
    _ answer: Answer, _ name: String, of shape: Shape? = nil, _ options: ListOptions,
    table: (Answer, Page) throws -> Table, after: (Answer) throws -> Void = { _ in }
  ) throws -> Exit {
    if globals.json, let fields = options.fields {
      try print(json: JSONRows.picking(fields, of: name, shape, in: answer.json))
      return .success
    }
    return try show(answer) { answer, page in
      try ListPrinter(options: options, console: page.console).print {
        try JSONRows(answer.json, list: name, of: shape)
      } table: {
        try table(answer, page)
      }
      try after(answer)
    }
  }

  /// Says that a list is empty, and if ledgers could not be read, that theirs is unknown.
  func noteNone(_ words: String, in answer: JSONObject) {
    let unread = answer.ledgersLeftOut
    let ledgers = "\(unread.count == 1 ? "ledger" : "ledgers") \(unread.joined(separator: ", "))"
    note(unread.isEmpty ? words : "nothing was found: \(ledgers) could not be read")
  }

  /// Prints a list likewise, with a table drawn from the objects that the other forms print.
  func showRows(
    _ answer: some ToolAnswer, _ name: String, of shape: Shape? = nil, _ options: ListOptions,
    table: ([JSONObject], Page) throws -> Table, after: (JSONObject) throws -> Void = { _ in }
  ) throws -> Exit {
    try showList(answer, name, of: shape, options) { answer, page in
      try table(JSONObject(answer.json).objects(name), page)
    } after: { answer in
      try after(JSONObject(answer.json))
    }
  }
}
