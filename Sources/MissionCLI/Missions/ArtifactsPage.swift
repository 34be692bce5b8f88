import MissionReplay

/// The files that a mission left, as a table.
struct ArtifactsPage {
  let answer: JSONObject
  let page: Page

  func write() throws {
    try page.line(try answer.optionalText("workspace_root") ?? "", .strong)
    let artifacts = try answer.objects("artifacts")
    guard try answer.count("files_total") > 0 else { return try page.line("no files", .faint) }
    var table = Table([
      Column("FILE", least: 20), Column("SIZE", isNumber: true), Column("ROLE"),
      Column("CHANGED", isOptional: true), Column("SHA-256", least: 8),
    ])
    for artifact in artifacts {
      let role = try artifact.text("role")
      table.add([
        Cell(try artifact.text("path"), role == "deliverable" ? .strong : .plain),
        Cell(ByteText.text(try artifact.integer("bytes"))),
        Cell(role, role == "outside" ? .warning : .plain),
        Cell(artifact.flag("changed_since_finish") ? "since it ended" : "", .warning),
        Cell(String(try artifact.optionalText("sha256")?.prefix(12) ?? ""), .faint),
      ])
    }
    if !artifacts.isEmpty { try page.table(table) }
    // A warning reports files that can't be listed, which no flag would show.
    let unlisted = try answer.optionalInteger("files_unlisted") ?? 0
    let hidden = try answer.count("files_skipped") - Int(unlisted)
    if hidden > 0 {
      try page.line("and \(CountText.text(hidden, "file")) more (--max-files)", .faint)
    }
  }
}
