import CanonicalJSON

/// Prints the rows of a query: as a table, as CSV, or as one object a row.
struct SQLPrinter {
  let answer: JSONObject
  let console: Console

  /// Prints them in a form.
  func print(_ form: ListOptions.Form) throws {
    let (columns, rows) = (try answer.texts("columns"), try answer.objects("rows"))
    switch form {
    case .table:
      guard !rows.isEmpty else { return try console.err.line("no rows") }
      var table = Table(
        columns.enumerated().map { index, name in
          Column(
            name, isNumber: rows.allSatisfy { Self.isNumber($0.members[index].value) }, least: 6)
        })
      for row in rows { table.add(row.members.map { Cell(JSONRows.text($0.value)) }) }
      for line in table.lines(on: console.screen) { try console.out.line(line) }
    case .csv:
      try console.out.line(CSV.line(columns, on: console.screen))
      for row in rows {
        try console.out.line(
          CSV.line(row.members.map { JSONRows.text($0.value) }, on: console.screen))
      }
    case .jsonl:
      for row in rows { try console.line(json: row.object(row.members.map(\.name))) }
    }
  }

  /// Whether a value is a number, or could be one.
  private static func isNumber(_ value: JSONText) -> Bool { value.bytes.first != 0x22 }
}
