import MissionModel
import MissionReplay
import Platform

/// The findings of a reconciliation for a person: lost workers, missions that end, and those that
/// are left, with the reasons.
struct ReconcilePage {
  /// The answer of `reconcile`.
  let answer: JSONObject
  let page: Page

  /// Whether an answer names a mission that ends, or a worker that is lost.
  static func isFinding(_ answer: JSONObject) throws -> Bool {
    try answer.integer("count") > 0 || !answer.objects("lost_sessions").isEmpty
  }

  func write() throws {
    let rows = try table()
    if rows.rows.isEmpty, try answer.objects("warnings").contains(where: { $0["error"] != nil }) {
      // Some ledgers could not be read, and may have something to reconcile.
      try page.line(
        answer.flag("dry_run")
          ? "nothing to reconcile in the readable ledgers" : "nothing was reconciled", .warning)
    } else if rows.rows.isEmpty {
      try page.line("nothing to reconcile", .good)
    } else {
      try page.table(rows)
    }
    let left = try answer.integer("left")
    if left > 0 {
      let verdicts = CountText.text(left, "more verdict")
      // A ledger that refused verdicts has a warning of its own.
      let why = answer.ledgersLeftOut.isEmpty ? " (reconcile_max)" : ""
      try page.line("\(verdicts) left to the next run\(why)", .warning)
    }
    for id in try answer.texts("moved") {
      let short = MissionID(stored: id).short
      try page.line("\(short) changed meanwhile and was left alone", .faint)
    }
  }

  private func table() throws -> Table {
    var table = Table([
      Column("MISSION", least: 8), Column("VERDICT"), Column("REASON"),
      Column("EVIDENCE", least: 20),
    ])
    for session in try answer.objects("lost_sessions") {
      let worker = try session.text("session_id").split(separator: "/").last ?? ""
      table.add([
        Cell(String(worker), .strong), Cell("lost", .bad), Cell("worker"),
        Cell(try session.text("evidence")),
      ])
    }
    for verdict in try answer.objects("reconciled") {
      let isFailed = try verdict.text("status") == MissionStatus.failed.rawValue
      table.add([
        Cell(try verdict.missionID.short, .strong),
        Cell(try verdict.text("outcome"), isFailed ? .bad : .warning),
        Cell(try verdict.optionalText("stale_reason") ?? verdict.text("reason")),
        Cell(try verdict.text("evidence")),
      ])
    }
    for (list, reason) in [("unobserved", "unobserved"), ("kept", nil)] {
      for kept in try answer.objects(list) {
        table.add([
          Cell(try kept.missionID.short, .strong), Cell("left", .faint),
          Cell(try reason ?? kept.text("stale_reason")), Cell(try doubt(kept)),
        ])
      }
    }
    return table
  }

  /// The observation of the worker, and its silence so far of the silence needed.
  private func doubt(_ kept: JSONObject) throws -> String {
    let needed = DurationText.text(seconds: try kept.number("needed_seconds"))
    let silence = try kept.optionalNumber("silence_seconds")
    let length = silence.map { DurationText.text(seconds: $0) } ?? "none"
    let isOwn = try kept.optionalText("silence_measure") == Silence.Measure.monotonic.rawValue
    return
      "\(try kept.text("evidence")); \(isOwn ? "silent" : "seen silent") for \(length) of \(needed)"
  }
}
