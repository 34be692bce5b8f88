import MissionControl
import MissionReplay

/// The files that a mission left, as a table.
struct ArtifactsPage {
  let result: ArtifactsResult
  let page: Page

  func write() throws {
    try page.line(result.workspaceRoot, .strong)
    guard !result.artifacts.isEmpty else { return try page.line("no files", .faint) }
    var table = Table([
      Column("FILE", least: 20), Column("SIZE", isNumber: true), Column("ROLE"),
      Column("CHANGED", isOptional: true), Column("SHA-256", least: 8),
    ])
    for artifact in result.artifacts {
      table.add([
        Cell(artifact.path, artifact.role == .deliverable ? .strong : .plain),
        Cell(ByteText.text(artifact.bytes)),
        Cell(artifact.role.rawValue, artifact.role == .outside ? .warning : .plain),
        Cell(artifact.changedSinceFinish == true ? "since it ended" : "", .warning),
        Cell(artifact.sha256.map { String($0.prefix(12)) } ?? "", .faint),
      ])
    }
    try page.table(table)
    let hidden = result.filesTotal - result.artifacts.count
    if hidden > 0 {
      try page.line("and \(CountText.text(hidden, "file")) more (--max-files)", .faint)
    }
    if result.filesSkipped > 0 {
      try page.line("\(CountText.text(result.filesSkipped, "file")) left out", .faint)
    }
  }
}
