import CanonicalJSON
import MissionStore
import MissionTools

/// Prints the rows of a query: as a table, as CSV, or as one object a row.
struct SQLPrinter {
  let answer: SQLRowsAnswer
  let console: Console

  private var rows: [[SQLAnswer.Value]] { answer.rows.rows }

  /// Prints them in a form.
  func print(_ form: ListOptions.Form) throws {
    switch form {
    case .table:
      guard !rows.isEmpty else { return try console.err.line("no rows") }
      var table = Table(
        answer.rows.columns.enumerated().map { index, name in
          Column(name, isNumber: isNumber(index), least: 6)
        })
      for row in rows { table.add(row.map { Cell(Self.text($0)) }) }
      for line in table.lines(on: console.screen) { try console.out.line(line) }
    case .csv:
      try console.out.line(CSV.line(answer.rows.columns))
      for row in rows { try console.out.line(CSV.line(row.map(Self.text))) }
    case .jsonl:
      let list = try JSONRows(answer.json, list: "rows")
      for row in list.rows { try console.out.line(row.object(row.members.map(\.name))) }
    }
  }

  private func isNumber(_ column: Int) -> Bool {
    rows.allSatisfy { row in
      switch row[column] {
      case .integer, .real, .null: true
      case .text, .blob: false
      }
    }
  }

  private static func text(_ value: SQLAnswer.Value) -> String {
    var writer = JSONWriter()
    writer.value(value)
    return JSONRows.text(writer.finishText())
  }
}
