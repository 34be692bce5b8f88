import EventProjections
import Foundation
import MissionControl
import MissionModel

/// The cases of mission commands: everything between a caller and the disk, a door aside.
struct FleetCases {
  let folder: String

  /// One worker's heartbeats on one mission.
  func heartbeats(_ count: Int) async throws -> Figure {
    let fleet = try makeFleet("heartbeat")
    defer { fleet.close() }
    let job = try await Job.claimed(1, by: 1, in: fleet)
    func beat() throws { try job.reportBlocking(.heartbeat, in: fleet) }
    for _ in 0..<50 { try beat() }
    let before = try await framesWritten(by: fleet)
    for _ in 0..<50 { try beat() }
    let frames = try await (framesWritten(by: fleet) - before) / 50
    var figure = try await Figure.timing {
      for _ in 0..<count { try beat() }
      return count
    }
    figure.framesPerCommit = frames
    return figure
  }

  /// A hundred workers in turn, each claiming one of the missions that wait; its end is not timed.
  func claims(_ count: Int) async throws -> Figure {
    let workers = 100
    let clock = ContinuousClock()
    let fleet = try makeFleet("claim")
    defer { fleet.close() }
    for number in 0..<count + workers { _ = try await Job.dispatched(number, in: fleet) }
    var taken = Duration.zero
    for number in 0..<count + workers {
      let start = clock.now
      let job = try await Job.claimed(by: number % workers, in: fleet)
      if number >= workers { taken += clock.now - start }
      try await job.report(.completed(MissionOutcome()), in: fleet)
    }
    return Figure(
      count: count, seconds: taken.inSeconds, framesPerCommit: try await framesOfClaims(20))
  }

  /// The frames that a claim writes, of workers that have claimed before.
  private func framesOfClaims(_ workers: Int) async throws -> Double {
    let fleet = try makeFleet("claim-frames")
    defer { fleet.close() }
    for number in 0..<2 * workers { _ = try await Job.dispatched(number, in: fleet) }
    for worker in 0..<workers {
      let job = try await Job.claimed(by: worker, in: fleet)
      try await job.report(.completed(MissionOutcome()), in: fleet)
    }
    let before = try await framesWritten(by: fleet)
    for worker in 0..<workers { _ = try await Job.claimed(by: worker, in: fleet) }
    return try await (framesWritten(by: fleet) - before) / Double(workers)
  }

  /// One caller's dispatches.
  func dispatches(_ count: Int) async throws -> Figure {
    let fleet = try makeFleet("dispatch")
    defer { fleet.close() }
    _ = try await Job.dispatched(count, in: fleet)
    let before = try await framesWritten(by: fleet)
    for number in 0..<20 { _ = try await Job.dispatched(count + 1 + number, in: fleet) }
    let frames = try await (framesWritten(by: fleet) - before) / 20
    var figure = try await Figure.timing {
      for number in 0..<count { _ = try await Job.dispatched(number, in: fleet) }
      return count
    }
    figure.framesPerCommit = frames
    return figure
  }

  /// Callers at once, each taking missions of its own through their whole life: eight commands a
  /// mission.
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

  func makeFleet(_ name: String) throws -> Fleet {
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

  /// The frames in a young fleet's write-ahead log: true until its first checkpoint.
  private func framesWritten(by fleet: Fleet) async throws -> Double {
    try await fleet.writableLog(named: "vp").log.framesWritten()
  }
}

/// The VP and the workers of the benchmark.
enum Names {
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
struct Job {
  static let objective = """
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
    try await claimed(try await dispatched(number, in: fleet), by: caller, in: fleet)
  }

  /// Claims one mission, or the next one.
  static func claimed(
    _ mission: MissionID? = nil, by caller: Int, in fleet: Fleet
  ) async throws -> Job {
    let worker = try Names.worker(caller)
    let call = CallContext.worker(worker.rawValue)
    let request = ClaimRequest(vp: try Names.vp, worker: worker, mission: mission)
    guard let view = try await fleet.claim(request, call) else {
      throw BenchmarkError("there is nothing to claim")
    }
    let token = FencingToken(worker: worker, attempt: view.state.attempt)
    return Job(id: view.state.facts.missionID, token: token, call: call)
  }

  /// A mission's whole life: dispatched, claimed, started, three times progress, a heartbeat,
  /// completed.
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
