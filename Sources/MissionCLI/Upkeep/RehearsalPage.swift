import EventLog
import EventProjections
import MissionReplay
import MissionTools
import Platform

/// The changes that a rebuild would make: projection by projection, then row by row, then its cost.
struct RehearsalPage {
  /// How many rows of a projection are shown.
  private static let shown = 20

  let page: Page

  func write(_ answer: UpgradeAnswer) throws {
    for projection in answer.projections { try write(projection.report, of: projection.ledger) }
    for events in answer.ledgers.flatMap(\.unread) {
      try page.line("\(events.ledger)  kept unread: \(events.words)", .warning)
    }
    let free = answer.freeBytes.map { ", \(ByteText.text($0)) are free" } ?? ""
    try page.line(
      "A rebuild takes about \(DurationText.text(seconds: answer.seconds)) and "
        + "\(ByteText.text(answer.diskBytes)) of disk\(free).", .faint)
  }

  private func write(_ report: RehearsalReport, of ledger: String) throws {
    let head = "\(ledger)  \(report.name)"
    guard report.changesAnything else {
      try page.line("\(head): \(CountText.text(report.rows, "row")), nothing would change", .good)
      return
    }
    let version =
      report.storedVersion == report.version
      ? "" : ", version \(report.storedVersion ?? 0) to \(report.version)"
    try page.line(
      "\(head)\(version): \(report.count(.added)) added, \(report.count(.changed)) changed, "
        + "\(report.count(.removed)) removed of \(CountText.text(report.storedRows, "row"))",
      .warning
    )
    if report.isReshaped {
      try page.paragraph(words(for: report), indent: 2)
    }
    for group in report.groups where group.before != nil || group.after != nil {
      try page.line("  \(CountText.text(group.rows, "row")) \(words(for: group))")
    }
    for event in report.parked.prefix(Self.shown) {
      try page.paragraph("parked: \(ledger):\(event.position), \(event.error)", indent: 2)
    }
    for difference in report.differences.prefix(Self.shown) { try write(difference) }
    let more = report.groups.reduce(0) { $0 + $1.rows } - Int64(Self.shown)
    if more > 0 { try page.line("  and \(CountText.text(more)) more (--json)", .faint) }
  }

  private func words(for report: RehearsalReport) -> String {
    let parts = [
      ("new", report.newColumns), ("dropped", report.droppedColumns),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
    let what = parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
    return "the stored rows have another shape\(what), so all are rewritten; "
      + (report.isComparable
        ? "the changes below concern the columns that both have"
        : "their keys differ, so rows can't be compared one by one")
  }

  private func words(for group: RowGroup) -> String {
    switch (group.before, group.after) {
    case (let before?, let after?) where before == after: "\(group.change.rawValue), \(after)"
    case (let before?, let after?): "\(group.change.rawValue), \(before) → \(after)"
    default: "\(group.change.rawValue), \(group.after ?? group.before ?? "")"
    }
  }

  private func write(_ difference: RowDifference) throws {
    let name = RowName.text(
      stream: difference.stream?.string, key: difference.key.map(\.description))
    let event = difference.lastEvent.map { ", last by \($0)" } ?? ""
    try page.line("  \(difference.change.rawValue) \(name)\(event)")
    guard difference.change == .changed else { return }
    for column in difference.columns {
      try page.paragraph(
        "\(column.column): \(text(column.stored)) → \(text(column.folded))", indent: 4)
    }
  }

  private func text(_ value: SQLValue?) -> String { value?.description ?? "no row" }
}
