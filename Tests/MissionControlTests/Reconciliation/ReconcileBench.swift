import MissionControl
import MissionModel
import MissionTesting
import Platform
import Synchronization
import Testing

/// A home whose workers' processes live and die as a test says, on a clock that it moves.
struct ReconcileBench: FleetBench {
  /// The processes that run, by id; each started at its id's tick.
  fileprivate final class Processes: Sendable {
    let running = Mutex<Set<Int32>>([])
  }

  static let here = HostIdentity(
    machineID: "machine", bootID: "boot", pidNamespace: 4, hostName: "here",
    process: ProcessIdentity(pid: 1, startTime: 1))

  let clock = TestClock()
  let home: TemporaryHome
  let fleet: Fleet
  private let processes = Processes()

  init(_ yaml: String? = nil) throws {
    home = try TemporaryHome(clock: clock)
    fleet = home.fleet(yaml, host: Self.here, processes: processes.table)
  }

  /// Another fleet over the same files, like another process of the same machine.
  func another(_ yaml: String? = nil, boot: String = "boot") -> Fleet {
    var host = Self.here
    host.bootID = boot
    host.machineID = boot == "boot" ? "machine" : "other"
    return home.fleet(yaml, host: host, processes: processes.table)
  }

  /// Dispatches a mission and has a worker claim it.
  ///
  /// `pid` is the id of the worker's process, nil for one without; one that is `served` claims
  /// through a server.
  func running(
    pid: Int32? = 77, as worker: WorkerID = .first, vp: VPID = .general, served: Bool = false,
    _ change: (inout DispatchRequest) -> Void = { _ in }
  ) async throws -> (id: MissionID, token: FencingToken) {
    let id = try await dispatch(to: vp, change)
    var claim = ClaimRequest(vp: vp, worker: worker)
    claim.mission = id
    claim.process = pid.map(process)
    let call: CallContext = served ? .served : .worker(worker.rawValue)
    let view = try #require(try await fleet.claim(claim, call))
    return (id, FencingToken(worker: worker, attempt: view.state.attempt))
  }

  /// The evidence of a process that runs from now on.
  func process(_ pid: Int32) -> WorkerProcess {
    processes.running.withLock { _ = $0.insert(pid) }
    return WorkerProcess(
      machineID: "machine", bootID: "boot", pidNamespace: 4, pid: Int64(pid),
      processStart: Int64(pid), host: "here")
  }

  func kill(_ pid: Int32) { processes.running.withLock { _ = $0.remove(pid) } }

  /// A reconciler that has seen nothing yet.
  func reconciler(_ fleet: Fleet? = nil) -> ReconcilerRole {
    ReconcilerRole(fleet ?? self.fleet, by: "test")
  }

  func mission(_ id: MissionID) async throws -> MissionState {
    try await fleet.get(id, GetRequest()).mission.state
  }

  func session(_ worker: WorkerID = .first, vp: VPID = .general) async throws -> SessionState? {
    try await fleet.session(SessionID(vp: vp, worker: worker))?.state
  }
}

extension ReconcileBench.Processes {
  var table: ProcessTable {
    ProcessTable(
      entry: { [self] pid in
        guard running.withLock({ $0.contains(pid) }) else { return nil }
        return .init(
          identity: ProcessIdentity(pid: pid, startTime: Int64(pid)), parent: 1,
          state: "S")
      }, pids: { [self] in running.withLock { $0.sorted() } }, environment: { _ in nil })
  }
}

extension CallContext {
  /// The caller of what comes through a server.
  static let served = CallContext(actor: TokenActor.name(of: "worker"))
}

extension ReconcileReport {
  /// The missions that were, or would be, ended, and the workers found lost.
  var ended: [MissionID] { lanes.flatMap(\.verdicts.missions).map(\.missionID) }
  var lost: [SessionID] { lanes.flatMap(\.verdicts.sessions).map(\.session) }
  var kept: [KeptMission] { lanes.flatMap(\.verdicts.kept) }
}
