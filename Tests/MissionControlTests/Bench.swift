import CanonicalJSON
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Testing

@testable import EventLog

/// What has a fleet, and the few steps that most tests take on it.
protocol FleetBench {
  var fleet: Fleet { get }
}

extension FleetBench {
  /// Dispatches a mission.
  @discardableResult
  func dispatch(
    _ objective: String = "work", to vp: VPID = .general, key: String? = nil,
    _ change: (inout DispatchRequest) -> Void = { _ in }
  ) async throws -> MissionID {
    var request = DispatchRequest(vpID: vp, objective: objective)
    request.idempotencyKey = key
    change(&request)
    return try await fleet.dispatch(request, .tester).mission.id
  }

  @discardableResult
  func report(_ report: WorkerReport, _ id: MissionID, _ token: FencingToken) async throws
    -> MissionView
  {
    try await fleet.report(report, on: id, as: token, .worker(token.worker.rawValue))
  }

  /// The types of a mission's events.
  func story(_ id: MissionID) async throws -> [String] { try await fleet.story(of: id) }
}

/// A home with a fleet.
struct Bench: FleetBench {
  let home: TemporaryHome
  let fleet: Fleet

  init(_ yaml: String? = nil, clock: TestClock? = nil) throws {
    home = try TemporaryHome(clock: clock)
    fleet = home.fleet(yaml)
  }

  /// Opens a home that another bench has used, as a new process would.
  init(_ home: TemporaryHome) {
    self.home = home
    fleet = home.fleet()
  }

  /// Claims the next mission of a VP.
  func claim(_ vp: VPID = .general, as worker: WorkerID = .first) async throws -> MissionView? {
    try await fleet.claim(ClaimRequest(vp: vp, worker: worker), .worker(worker.rawValue))
  }

  /// Dispatches a mission and claims it.
  func running(_ vp: VPID = .general) async throws -> (id: MissionID, token: FencingToken) {
    let id = try await dispatch(to: vp)
    let view = try #require(try await claim(vp))
    return (id, FencingToken(worker: .first, attempt: view.state.attempt))
  }

  /// Dispatches a mission and has it fail.
  func failed(_ vp: VPID = .general) async throws -> MissionID {
    let (id, token) = try await running(vp)
    try await report(.failed(FailureReport(error: "no")), id, token)
    return id
  }

  /// Has the log tell of a mission as it was in another system, held or ended by a worker there.
  func imported(
    _ status: MissionStatus, objective: String = "work", key: String? = nil
  ) async throws -> MissionID {
    let id = try #require(MissionID("vp-mission-imported"))
    var request = DispatchRequest(vpID: .general, objective: objective)
    request.idempotencyKey = key
    var row = MissionImported(
      origin: MissionDispatched(missionID: id, request: request), status: status)
    row.workerID = .first
    let event = MissionEvent.imported(row)
    try await fleet.writableLog(named: "vp").write { transaction in
      _ = try transaction.append(
        NewEvent(type: event.type, payload: event.payload, actor: "importer:tester"),
        to: id.stream)
    }
    return id
  }

  /// The last position of every ledger.
  func heads() async throws -> [String: Int64] { try await fleet.heads() }
}

extension Fleet {
  /// Whether somebody waits for a ledger to move.
  func isAwaited(_ ledger: String) async -> Bool {
    (try? await log(ledger))?.log.watch.isWatched == true
  }
}

extension Home {
  /// A fleet on a home that is no test's own, such as a copy, without syncing.
  func fleet() -> Fleet {
    Fleet(
      home: self, configuration: Configuration(),
      surroundings: Surroundings(
        freeBytes: { _ in nil }, durability: EventLog.Options.Durability.none))
  }
}

extension MissionView {
  var id: MissionID { state.facts.missionID }
}

/// Runs a body that must be refused, and returns the refusal's code.
func refusal(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> MissionError.Code? {
  do {
    try await body()
    Issue.record("nothing was refused", sourceLocation: sourceLocation)
    return nil
  } catch let error as MissionError {
    return error.code
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
    return nil
  }
}

extension JSONText {
  /// Constraints that name a target path.
  static let target = JSONText(trusted: Array(#"{"target_path":"/srv/target"}"#.utf8))
}
