import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import Platform

/// The restoring of whole ledgers, event by event.
extension ExportImport {
  /// How many bytes of lines go into one transaction: most ledgers fit into one, between whose
  /// events nobody can write.
  private static let batchBytes = 16 << 20

  /// Restores whole ledgers, one after the other.
  ///
  /// The runtime ledger comes first: a bridge that runs meanwhile appends to it what it finds in
  /// the others. It then carries nothing from those that it had read before, until its cursors are
  /// bound to them.
  ///
  /// - Throws: `version_conflict` where another process has written to a ledger meanwhile.
  mutating func restore(_ names: Set<String>) throws {
    let total = Int(report.restored.values.reduce(0, +))
    guard total > 0 else { return }
    let file = try ExportFile(path)
    let runtime = LaneSettings.runtimeName
    var done = 0
    let others = names.subtracting([runtime]).sorted()
    for name in (names.contains(runtime) ? [runtime] : []) + others {
      guard let ledger = ledgers[name] else { continue }
      var batch: [ExportLine] = []
      var bytes = 0
      for place in ledger.places.dropFirst(Int(ledger.head ?? 0)) {
        let line = try file.line(at: place)
        batch.append(line)
        bytes += place.bytes
        let isLast = line.event.position == ledger.count
        guard isLast || bytes >= Self.batchBytes else { continue }
        try append(batch, to: name, isLast: isLast)
        done += batch.count
        (batch, bytes) = ([], 0)
        progress(done, total)
      }
    }
  }

  private func append(_ lines: [ExportLine], to ledger: String, isLast: Bool) throws {
    guard let last = lines.last?.event else { return }
    let note = isLast ? provenance(ledger, through: last.position) : nil
    let log = try fleet.writableLogBlocking(named: ledger)
    do {
      try log.writeBlocking { transaction in
        for line in lines { try transaction.readmit(line) }
        if let note { try transaction.append(note, to: .log) }
      }
    } catch let error as LogError where error.code == .versionConflict {
      throw MissionError(
        .versionConflict,
        "ledger \(ledger) was written to while it was restored: \(error.message). Import \(report.file) into a new "
          + "home that nothing else uses until that is done (`--home NEW`); a second import here "
          + "adds the missing missions, but not the rest of that ledger"
      )
    }
  }

  private func provenance(_ ledger: String, through position: Int64) -> NewEvent {
    let first = (ledgers[ledger]?.head ?? 0) + 1
    let payload = JSONText.object { object in
      object.field("file", report.file)
      object.field("first_position", first)
      object.field("last_position", position)
    }
    return NewEvent(
      type: NewEvent.restored, payload: payload, actor: intake.actor, requestID: intake.requestID)
  }
}
