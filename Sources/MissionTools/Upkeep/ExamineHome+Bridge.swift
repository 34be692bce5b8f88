import MissionControl
import MissionModel

extension ExamineHome {
  /// Checks for events that the bridge can't carry, and for those that wait for it.
  static func bridge(_ fleet: Fleet) async -> [DoctorAnswer.Check] {
    let metrics: BridgeMetrics
    do {
      metrics = try await fleet.bridgeMetrics()
    } catch {
      let known = MissionError(leaving: error)
      return [
        .init(
          "bridge", .bad, known?.message ?? "\(error)",
          remedy: known.map(LedgerExamination.remedy) ?? "missionlog verify --full")
      ]
    }
    let stopped = metrics.sources.compactMap { source in
      source.lastError.map { error in
        DoctorAnswer.Check(
          "bridge \(source.cursor.ledger)", .bad, error.message(within: source.cursor.ledger),
          remedy: "missionlog bridge status shows how far it came")
      }
    }
    if !stopped.isEmpty { return stopped }
    guard metrics.isBehind else {
      return [.init("bridge", .good, "no event waits to be carried into a feed")]
    }
    return [
      .init(
        "bridge", .warning, "events wait to be carried into feeds",
        remedy: "missionlog bridge run carries them")
    ]
  }
}
