import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionStore
import Platform

/// Claims by workers that compete for a queue, in a ledger that holds many other missions.
extension FleetCases {
  private static let workers = 16
  /// Missions that each of the workers claims in a round.
  private static let share = 4
  private static let rounds = 16

  /// Workers at once claim from a queue of `queued` missions, beside `finished` ones.
  ///
  /// What puts the queue back between rounds is not timed. The figure's median is the time for each
  /// claim in the median round.
  func crowd(queued: Int, finished: Int) async throws -> Figure {
    let fleet = try makeFleet("crowd")
    defer { fleet.close() }
    _ = try await fleet.initialize()
    fleet.close()
    try await fill(fleet, queued: queued, finished: finished)
    let clock = ContinuousClock()
    let claims = Self.workers * Self.share
    var taken: [Double] = []
    for round in 0...Self.rounds {
      let start = clock.now
      let jobs = try await claimAtOnce(fleet)
      let seconds = (clock.now - start).inSeconds
      // In the first round the workers register.
      if round > 0 { taken.append(seconds) }
      for (number, job) in jobs.enumerated() {
        try await job.report(.completed(MissionOutcome()), in: fleet)
        _ = try await Job.dispatched(round * claims + number, in: fleet)
      }
    }
    let median = taken.sorted()[taken.count / 2] / Double(claims)
    return Figure(
      count: Self.rounds * claims, seconds: taken.reduce(0, +), medianMicroseconds: median * 1e6)
  }

  private func claimAtOnce(_ fleet: Fleet) async throws -> [Job] {
    try await withThrowingTaskGroup(of: [Job].self) { group in
      for worker in 0..<Self.workers {
        group.addTask {
          var jobs: [Job] = []
          for _ in 0..<Self.share { jobs.append(try await Job.claimed(by: worker, in: fleet)) }
          return jobs
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// Writes missions straight into the ledger, a thousand a commit.
  private func fill(_ fleet: Fleet, queued: Int, finished: Int) async throws {
    let ledger = try ProjectedLog.open(
      fleet.home.path + "/vp_state.db", EventLog.Options(name: "vp"),
      projections: LedgerModel.current.missions)
    defer { ledger.close() }
    let worker = try Names.worker(0)
    let vp = try Names.vp
    for start in stride(from: 0, to: queued + finished, by: 1_000) {
      try ledger.writeBlocking { transaction in
        for number in start..<min(start + 1_000, queued + finished) {
          let id = MissionID.keyed(vp: vp, key: "crowd-\(number)")
          let request = DispatchRequest(vpID: vp, objective: Job.objective)
          let attempt = AttemptRef(vpID: vp, workerID: worker, attempt: 1)
          let lease = LeaseRenewal(
            expiresAt: transaction.now.advanced(bySeconds: 120), bootID: nil, mono: nil)
          var events: [MissionEvent] = [
            .dispatched(MissionDispatched(missionID: id, request: request))
          ]
          if number < finished {
            events += [
              .claimed(
                MissionClaimed(
                  attempt: attempt, lease: lease, leaseSeconds: Millionths(micros: 120_000_000),
                  host: nil)),
              .completed(MissionCompleted(attempt: attempt, outcome: MissionOutcome())),
            ]
          }
          for event in events {
            let new = NewEvent(
              type: event.type, schema: event.schema, payload: event.payload, actor: "benchmark")
            try transaction.append(new, to: id.stream)
          }
        }
      }
    }
  }
}
