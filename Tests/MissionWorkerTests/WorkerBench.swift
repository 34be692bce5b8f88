import EventLog
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// A worker with a shell script as its command, on a home of its own.
struct WorkerBench {
  let folder: TemporaryFolder
  let fleet: Fleet
  let port: FaultyPort
  let vp: VPID
  let options: WorkerOptions
  private let call = CallContext.orchestrator(session: "s1")

  /// Makes a worker; `configure` changes its options.
  init(_ script: String, _ configure: (inout WorkerOptions) -> Void = { _ in }) throws {
    folder = try TemporaryFolder()
    vp = try #require(VPID("vp.general.primary"))
    var configuration = Configuration()
    for index in configuration.vps.indices { configuration.vps[index].maxConcurrent = 10 }
    fleet = Fleet(
      home: Home(path: folder.file("home"), origin: "test"), configuration: configuration,
      surroundings: Surroundings(durability: .relaxed))
    port = FaultyPort(fleet)
    let worker = try #require(WorkerID("w1"))
    var options = WorkerOptions(
      vp: vp, worker: worker, command: ["/bin/sh", "-c", script],
      workspaceRoot: folder.file("workspaces"), homePath: fleet.home.path,
      process: WorkerProcess(host: "here"))
    options.environment = ["PATH": "/usr/bin:/bin", "HOME": "/root", "SECRET": "s"]
    options.stopGraceSeconds = 0.3
    options.untilIdle = true
    configure(&options)
    self.options = options
  }

  /// Queues a mission with the objective "do it".
  func dispatch(_ change: (inout DispatchRequest) -> Void = { _ in }) async throws -> MissionID {
    var request = DispatchRequest(vpID: vp, objective: "do it")
    change(&request)
    return try await fleet.dispatch(request, call).mission.state.facts.missionID
  }

  func cancel(_ id: MissionID, reason: String) async throws {
    _ = try await fleet.cancel(id, reason: reason, call)
  }

  func answer(_ id: MissionID, _ text: String) async throws {
    _ = try await fleet.answer(id, text, call)
  }

  func retry(_ id: MissionID) async throws -> MissionID {
    try await fleet.retry(id, RetryRequest(), call).mission.state.facts.missionID
  }

  /// Works until there is nothing to do.
  @discardableResult
  func work() async throws -> WorkerSummary {
    try await Worker(port: port, options: options).run()
  }

  /// Queues one mission, works, and returns its end.
  func end(
    _ change: (inout DispatchRequest) -> Void = { _ in }
  ) async throws -> MissionState {
    let id = try await dispatch(change)
    try await work()
    return try await state(of: id)
  }

  func state(of id: MissionID) async throws -> MissionState {
    try await fleet.get(id).mission.state
  }

  /// The types of a mission's events.
  func events(of id: MissionID) async throws -> [String] {
    try await fleet.eventTypes(of: id)
  }

  /// Reads a file of a mission's workspace.
  func file(_ name: String, of id: MissionID) throws -> String {
    let path = "\(options.workspaceRoot)/\(id)/\(name)"
    return String(decoding: try FileSystem.read(path, limit: 10 << 20), as: UTF8.self)
  }

  /// Waits until a mission is as wanted.
  func wait(
    for id: MissionID, sourceLocation: SourceLocation = #_sourceLocation,
    until condition: (MissionState) -> Bool
  ) async throws {
    let isSo = try await eventually { condition(try await state(of: id)) }
    #expect(isSo, "waited in vain", sourceLocation: sourceLocation)
  }
}
