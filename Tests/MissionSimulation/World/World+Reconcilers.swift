import MissionControl
import MissionModel
import Platform

/// The reconcilers: one in each process that serves the fleet, which know nothing of each other.
extension World {
  /// Starts the reconcilers of processes that were started anew: they have seen nothing.
  func startReconcilers() {
    reconcilers = fleets.enumerated().map { server, fleet in
      ReconcilerRole(
        fleet, by: "server \(server)", everySeconds: configuration.reconcileInterval)
    }
  }

  /// Has a reconciler take its step: at once, or by a look whose verdicts are carried out a while
  /// later.
  func reconcile(_ server: Int, round: Int) async throws {
    send(
      .reconcile(server: server, round: round + 1),
      in: Instant.microseconds(inSeconds: configuration.reconcileInterval))
    var chance = Chance(plan.seed, 4, server, round)
    if !isHealing, chance.happens(40) {
      let report = reconcilers[server].look()
      guard !report.isEmpty else { return }
      note("reconciler \(server) looks")
      send(.carryOut(server: server, opened: opened, report), in: chance.time(0.1...12))
      return
    }
    let report = reconcilers[server].step()
    try await judge(report, of: server)
    guard report.warnings.isEmpty, report.left == 0, chance.happens(30) else { return }
    let heads = Names.lanes.map { judges[$0]?.head }
    let again = reconcilers[server].step()
    try await observeLanes()
    guard
      !again.warnings.isEmpty || heads == Names.lanes.map({ judges[$0]?.head })
    else {
      throw Violation("Reconciling twice appends nothing", "server \(server), round \(round)")
    }
  }

  /// Has a reconciler carry out what it saw a while ago.
  func carryOut(_ report: ReconcileReport, by server: Int, opened generation: Int) async throws {
    guard generation == opened else { return }
    var report = report
    reconcilers[server].carryOut(&report)
    note("reconciler \(server) carries out what it saw")
    try await judge(report, of: server)
  }

  private func judge(_ report: ReconcileReport, of server: Int) async throws {
    for lane in report.lanes {
      if !lane.verdicts.isEmpty { note("reconciler \(server) appends to \(lane.lane)") }
      if !lane.moved.isEmpty { reached.insert(.verdictOvertaken) }
    }
    for warning in report.warnings { note("reconciler \(server): \(warning.kind)") }
    try await observeLanes()
  }

  private func observeLanes() async throws {
    for lane in Names.lanes { try await observe(lane) }
  }
}
