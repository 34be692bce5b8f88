import CanonicalJSON
import EventProjections
import MissionReplay

/// The changes by a rebuild, or the findings of a check, row by row.
struct RebuildPage {
  /// How many differing rows of each projection are shown.
  private static let shown = 20

  let page: Page

  /// Writes the answer of a rebuild.
  func write(rebuilt answer: JSONObject) throws {
    for report in try answer.objects("rebuilt") {
      let rows = CountText.text(try report.integer("rows"), "row")
      let moves = try ["added", "changed", "removed"].map { "\(try report.integer($0)) \($0)" }
      try page.line(
        "\(try report.text("ledger"))  \(try report.text("name")): \(rows)"
          + " (\(moves.joined(separator: ", ")))")
    }
  }

  /// Writes the answer of a check.
  func write(checked answer: JSONObject) throws {
    for report in try answer.objects("checked") {
      let rows = CountText.text(try report.integer("rows"), "row")
      let what = "\(try report.text("ledger"))  \(try report.text("name")): "
      guard !report.flag("sound") else {
        try page.line(what + "\(rows), as the log says", .good)
        continue
      }
      try page.line(what + "\(try report.integer("differing")) of \(rows) differ", .bad)
      if let position = try report.optionalInteger("parked_break") {
        try page.line("  the log disagrees on whether event \(position) was parked", .bad)
      }
      for difference in try report.objects("differences").prefix(Self.shown) {
        try write(difference)
      }
    }
  }

  private func write(_ difference: JSONObject) throws {
    let name = RowName.text(
      stream: try difference.optionalText("stream"), key: try difference.values("key"))
    let change = try difference.text("change")
    guard change == RowChange.changed.rawValue else {
      let event = try difference.optionalText("last_event_id").map { ", last moved by \($0)" } ?? ""
      try page.paragraph(
        change == RowChange.added.rawValue
          ? "\(name): not stored, though the log has it\(event)"
          : "\(name): stored, though the log has no such row\(event)", indent: 2)
      return
    }
    try page.line("  \(name)")
    for column in try difference.objects("columns") {
      let event = try column.optionalText("event_id").map { ", set by \($0)" } ?? ""
      try page.paragraph(
        "\(try column.text("column")): stored \(Self.text(column["stored"])), "
          + "the log says \(Self.text(column["folded"]))\(event)", indent: 4)
    }
  }

  private static func text(_ value: JSONText?) -> String {
    value.map { JSONRows.text($0) } ?? SQLValue.null.description
  }
}
