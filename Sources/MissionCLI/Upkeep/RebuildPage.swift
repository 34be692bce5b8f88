import EventLog
import EventProjections
import MissionReplay
import MissionTools

/// What a person calls a row.
enum RowName {
  /// The id of the mission or other stream that it folds, else its key.
  static func text(_ difference: RowDifference) -> String {
    difference.stream.map { String($0.string.split(separator: "/").last ?? "") }
      ?? difference.key.map(\.description).joined(separator: "/")
  }
}

/// What a rebuild changed, or what a check found, row by row.
struct RebuildPage {
  /// How many rows that differ are shown of each projection.
  private static let shown = 20

  let page: Page

  /// Writes what a rebuild answers.
  func write(rebuilt answer: JSONObject) throws {
    for report in try answer.objects("rebuilt") {
      let rows = CountText.text(try report.integer("rows"), "row")
      let moves = try ["added", "changed", "removed"].map { "\(try report.integer($0)) \($0)" }
      try page.line(
        "\(try report.text("ledger"))  \(try report.text("name")): \(rows)"
          + " (\(moves.joined(separator: ", ")))")
    }
  }

  func write(_ answer: CheckAnswer) throws {
    for projection in answer.checked {
      let report = projection.report
      let rows = CountText.text(report.rows, "row")
      guard !report.isSound else {
        try page.line("\(projection.ledger)  \(report.name): \(rows) as the log says", .good)
        continue
      }
      try page.line(
        "\(projection.ledger)  \(report.name): \(report.differing) of \(rows) differ", .bad)
      for difference in report.differences.prefix(Self.shown) { try write(difference) }
    }
  }

  private func text(_ value: SQLValue?) -> String {
    value.map(\.description) ?? "no row"
  }

  private func write(_ difference: RowDifference) throws {
    let name = RowName.text(difference)
    guard difference.change == .changed else {
      let event = difference.lastEvent.map { ", last moved by \($0)" } ?? ""
      try page.paragraph(
        difference.change == .added
          ? "\(name): not stored, but the log gives it\(event)"
          : "\(name): stored, but the log gives no such row\(event)", indent: 2)
      return
    }
    try page.line("  \(name)")
    for column in difference.columns {
      let event = column.event.map { ", set by \($0)" } ?? ""
      try page.paragraph(
        "\(column.column): stored \(text(column.stored)), the log says \(text(column.folded))\(event)",
        indent: 4)
    }
  }
}
