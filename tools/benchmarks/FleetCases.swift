import Foundation
import MissionControl
import MissionModel
import Platform

/// The cases of mission commands: everything between a caller and the disk, a door aside.
struct FleetCases {
  let folder: String

  /// One worker's heartbeats on one mission.
  func heartbeats(_ count: Int) async throws -> Figure {
    let fleet = try makeFleet("heartbeat")
    defer { fleet.close() }
    let job = try await Job.claimed(1, by: 1, in: fleet)
    func beat() throws { try job.reportBlocking(.heartbeat, in: fleet) }
    for _ in 0..<100 { try beat() }
    let frames = try framesPerCommit(of: fleet, commits: 100) {
      for _ in 0..<100 { try beat() }
    }
    var figure = try await Figure.timing {
      for _ in 0..<count { try beat() }
      return count
    }
    figure.framesPerCommit = frames
    return figure
  }

  /// A hundred workers in turn, each claiming one of the missions that wait.
  func claims(_ count: Int) async throws -> Figure {
    let fleet = try makeFleet("claim")
    defer { fleet.close() }
    let workers = 100
    for number in 0..<count + workers { _ = try await Job.dispatched(number, in: fleet) }
    func claim(_ number: Int) async throws {
      let worker = try Names.worker(number % workers)
      let request = try ClaimRequest(vp: Names.vp, worker: worker)
      guard try await fleet.claim(request, .worker(worker.rawValue)) != nil else {
        throw BenchmarkError("nothing to claim")
      }
    }
    for number in 0..<workers { try await claim(number) }
    return try await Figure.timing {
      for number in 0..<count { try await claim(number) }
      return count
    }
  }

  /// One caller's dispatches.
  func dispatches(_ count: Int) async throws -> Figure {
    let fleet = try makeFleet("dispatch")
    defer { fleet.close() }
    _ = try await Job.dispatched(count, in: fleet)
    return try await Figure.timing {
      for number in 0..<count { _ = try await Job.dispatched(number, in: fleet) }
      return count
    }
  }

  /// Callers at once, each taking missions of its own through their whole life: eight commands a mission.
  func commands(_ count: Int, callers: Int) async throws -> Figure {
    let fleet = try makeFleet("commands")
    defer { fleet.close() }
    let missions = max(1, count / 8 / callers)
    _ = try await Job.dispatched(0, in: fleet)
    return try await Figure.timing {
      try await withThrowingTaskGroup { group in
        for caller in 1...callers {
          group.addTask {
            for number in 0..<missions {
              try await Job.live(caller * 1_000_000 + number, by: caller, in: fleet)
            }
          }
        }
        try await group.waitForAll()
      }
      return missions * callers * 8
    }
  }

  private func makeFleet(_ name: String) throws -> Fleet {
    let path = "\(folder)/\(name)"
    try? FileManager.default.removeItem(atPath: path)
    var configuration = Configuration()
    configuration.vps = configuration.vps.map { vp in
      var vp = vp
      vp.maxConcurrent = 1_000_000
      return vp
    }
    return Fleet(home: Home(path: path, origin: "benchmark"), configuration: configuration)
  }

  private func framesPerCommit(
    of fleet: Fleet, commits: Int, _ body: () throws -> Void
  ) throws -> Double {
    let ledger = fleet.home.path + "/vp_state.db"
    let before = try WriteAheadLog.frames(of: ledger)
    try body()
    return try (WriteAheadLog.frames(of: ledger) - before) / Double(commits)
  }
}

/// The VP and the workers of the benchmark.
private enum Names {
  static var vp: VPID {
    get throws { try known(VPID("vp.general.primary")) }
  }

  static func worker(_ number: Int) throws -> WorkerID {
    try known(WorkerID("worker-\(number)"))
  }

  private static func known<T>(_ name: T?) throws -> T {
    guard let name else { throw BenchmarkError("a name that is none") }
    return name
  }
}

/// A mission that a benchmark drives.
private struct Job {
  private static let objective = """
    Read the incident reports of last week, find what they have in common, and write report.md
    with one paragraph for each cause, the services that it touched, and what would have shown it
    earlier. Keep to what the reports say.
    """

  let id: MissionID
  let token: FencingToken
  let call: CallContext

  static func dispatched(_ number: Int, in fleet: Fleet) async throws -> MissionID {
    var request = DispatchRequest(vpID: try Names.vp, objective: objective)
    request.idempotencyKey = "benchmark-\(number)"
    return try await fleet.dispatch(request, .orchestrator(session: "benchmark"))
      .mission.state.facts.missionID
  }

  static func claimed(_ number: Int, by caller: Int, in fleet: Fleet) async throws -> Job {
    let id = try await dispatched(number, in: fleet)
    let worker = try Names.worker(caller)
    let call = CallContext.worker(worker.rawValue)
    let request = ClaimRequest(vp: try Names.vp, worker: worker, mission: id)
    guard let view = try await fleet.claim(request, call) else {
      throw BenchmarkError("mission \(id) can't be claimed")
    }
    return Job(id: id, token: FencingToken(worker: worker, attempt: view.state.attempt), call: call)
  }

  /// A mission's whole life: dispatched, claimed, started, three times progress, a heartbeat, completed.
  static func live(_ number: Int, by caller: Int, in fleet: Fleet) async throws {
    let job = try await claimed(number, by: caller, in: fleet)
    try await job.report(.started(workspace: "/srv/missionlog/workspaces/\(job.id)"), in: fleet)
    for percent in [25.0, 50.0, 75.0] {
      let progress = ProgressReport(summary: "Read a quarter of the reports", percent: percent)
      try await job.report(.progress(progress), in: fleet)
    }
    try await job.report(.heartbeat, in: fleet)
    try await job.report(.completed(MissionOutcome(message: "Five causes found")), in: fleet)
  }

  func report(_ report: WorkerReport, in fleet: Fleet) async throws {
    _ = try await fleet.report(report, on: id, as: token, call)
  }

  func reportBlocking(_ report: WorkerReport, in fleet: Fleet) throws {
    _ = try fleet.reportBlocking(report, on: id, as: token, call)
  }
}
