import EventProjections
import MissionReplay
import MissionTools

/// Projections as rows: where, which, how current, how large, and their digest.
enum ProjectionTable {
  static func table(_ projections: [LedgerProjection<ProjectionStatus>]) -> Table {
    var table = Table([
      Column("LEDGER"), Column("PROJECTION"), Column("VERSION"), Column("ROWS", isNumber: true),
      Column("THROUGH", isNumber: true), Column("PARKED", isNumber: true),
      Column("DIGEST", least: 12),
    ])
    for projection in projections {
      let status = projection.report
      let isCurrent = status.storedVersion == status.version
      table.add([
        Cell(projection.ledger), Cell(status.name, .strong),
        Cell(
          isCurrent ? "\(status.version)" : "\(status.storedVersion ?? 0), wants \(status.version)",
          isCurrent ? .plain : .warning),
        Cell(CountText.text(status.rows)), Cell(CountText.text(status.position)),
        Cell(status.parked.count, status.parked.isEmpty ? .faint : .bad),
        Cell(String(status.digest?.prefix(16) ?? ""), .faint),
      ])
    }
    return table
  }
}
