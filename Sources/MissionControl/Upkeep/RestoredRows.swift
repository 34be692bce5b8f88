import EventLog
import EventProjections
import MissionModel

/// The content of a restored ledger beside its events, corrected by them.
struct RestoredRows {
  let fleet: Fleet

  /// Rebuilds each projection of a ledger that contradicts the log, and reports it, and any fault
  /// that a rebuild doesn't mend; rows of another version of the program are left to its first
  /// writer.
  ///
  /// The events are there whatever is found: a failure to look is reported too, and stops nothing.
  func mend(_ ledger: String, _ call: CallContext) async -> [Warning] {
    var found: [String] = []
    do {
      let log = try await fleet.log(ledger)
      let lack = try await log.log.read { try $0.missingGuards() }
      if !lack.isEmpty {
        found.append(
          "its file lacks parts that keep it append-only: \(lack.joined(separator: ", ")); "
            + "`missionlog compact` restores them")
      }
      let rebuilt = try await mendSchema(of: log, call, &found)
      try await mendRows(of: log, besides: rebuilt, call, &found)
    } catch let error as ProjectionError where [.outdated, .newer].contains(error.code) {
    } catch {
      found.append(
        "its tables beside the events could not be checked: "
          + MissionError(error, ledger: ledger).message(within: ledger))
    }
    return found.map { message in
      Warning(.backupDamaged, "ledger \(ledger): \(message)", ledger: ledger)
    }
  }

  /// Rebuilds tables that are not as this program makes them: their rows couldn't be checked.
  private func mendSchema(
    of log: ProjectedLog, _ call: CallContext, _ found: inout [String]
  ) async throws -> Set<String> {
    var rebuilt: Set<String> = []
    while let difference = try await log.schemaBreak() {
      guard let name = difference.projection, rebuilt.insert(name).inserted else {
        found.append("the file's schema: \(difference.message)")
        break
      }
      try await rebuild([name], of: log, call)
      found.append(Self.sentence(of: name))
    }
    return rebuilt
  }

  private func mendRows(
    of log: ProjectedLog, besides rebuilt: Set<String>, _ call: CallContext,
    _ found: inout [String]
  ) async throws {
    let rows = try await log.verifyRows(.full)
    let names = rows.checks.filter { !$0.isWhole }.map(\.name)
    if !names.isEmpty {
      try await rebuild(names, of: log, call)
      found += names.filter { !rebuilt.contains($0) }.map(Self.sentence)
    }
    guard let stranger = rows.parkedStranger else { return }
    // A rebuild of any projection drops events that were parked for an unknown one.
    if names.isEmpty { try await rebuild(Array(log.projectionNames.prefix(1)), of: log, call) }
    found.append("events were parked for a projection \(stranger), which it doesn't have; dropped")
  }

  private func rebuild(
    _ names: [String], of log: ProjectedLog, _ call: CallContext
  ) async throws {
    try await fleet.rebuildableLog(named: log.log.name).rebuild(names, actor: call.actor)
  }

  private static func sentence(of name: String) -> String {
    "the backup's projection \(name) didn't match its events, and was rebuilt from them"
  }
}
