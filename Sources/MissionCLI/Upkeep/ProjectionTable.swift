import MissionReplay

/// Projections as rows: ledger, name, state, size, and digest.
enum ProjectionTable {
  static func table(_ projections: [JSONObject]) throws -> Table {
    var table = Table([
      Column("LEDGER"), Column("PROJECTION"), Column("VERSION"), Column("ROWS", isNumber: true),
      Column("THROUGH", isNumber: true), Column("PARKED", isNumber: true),
      Column("DIGEST", least: 12),
    ])
    for projection in projections {
      let wanted = try projection.integer("version")
      let stored = try projection.optionalInteger("stored_version")
      let parked = try projection.objects("parked").count
      table.add([
        Cell(try projection.text("ledger")), Cell(try projection.text("name"), .strong),
        Cell(
          stored == wanted ? "\(wanted)" : "\(stored ?? 0), needs \(wanted)",
          stored == wanted ? .plain : .warning),
        Cell(CountText.text(try projection.integer("rows"))),
        Cell(CountText.text(try projection.integer("position"))),
        Cell(parked, parked == 0 ? .faint : .bad),
        Cell(String(try projection.optionalText("digest")?.prefix(16) ?? ""), .faint),
      ])
    }
    return table
  }
}
