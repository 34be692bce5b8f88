import CanonicalJSON
import EventLog
import EventProjections
import MissionStore
import MissionTesting
import Platform
import Synchronization

@testable import MissionModel

/// A reducer's rows as a test wants them: what is planted for a stream is what its next event makes
/// of the row.
final class Plants: Sendable {
  private let missions = Mutex<[StreamName: @Sendable (inout MissionState) -> Void]>([:])
  private let sessions = Mutex<[StreamName: SessionState]>([:])
  private let vps = Mutex<[StreamName: VPState]>([:])

  func plant(_ stream: StreamName, _ change: @escaping @Sendable (inout MissionState) -> Void) {
    missions.withLock { $0[stream] = change }
  }
  func plant(_ stream: StreamName, _ session: SessionState) {
    sessions.withLock { $0[stream] = session }
  }
  func plant(_ stream: StreamName, _ vp: VPState) { vps.withLock { $0[stream] = vp } }

  func mission(_ stream: StreamName) -> (@Sendable (inout MissionState) -> Void)? {
    missions.withLock { $0[stream] }
  }
  func session(_ stream: StreamName) -> SessionState? { sessions.withLock { $0[stream] } }
  func vp(_ stream: StreamName) -> VPState? { vps.withLock { $0[stream] } }
}

struct PlantedMissions: Reducer {
  let name = "missions"
  let version = 1
  let plants: Plants

  func key(of event: RecordedEvent) -> Int64? {
    event.stream.string.hasPrefix("mission/") ? event.streamID : nil
  }

  func reduce(_ row: inout MissionState?, _ event: RecordedEvent) throws {
    guard let origin = try MissionDispatched(event) else {
      row = nil
      return
    }
    let facts = MissionFacts(
      origin, position: event.position, dispatchedAt: event.recordedAt, isImported: false)
    var state = MissionState(
      facts: facts, status: .queued, basis: .decided, updatedAt: event.recordedAt,
      version: event.version, position: event.position)
    plants.mission(event.stream)?(&state)
    row = state
  }
}

struct PlantedSessions: Reducer {
  let name = "sessions"
  let version = 1
  let plants: Plants

  func key(of event: RecordedEvent) -> SessionID? { plants.session(event.stream)?.session }
  func reduce(_ row: inout SessionState?, _ event: RecordedEvent) {
    row = plants.session(event.stream)
  }
}

struct PlantedVPs: Reducer {
  let name = "vps"
  let version = 1
  let plants: Plants

  func key(of event: RecordedEvent) -> VPID? { plants.vp(event.stream)?.vpID }
  func reduce(_ row: inout VPState?, _ event: RecordedEvent) {
    row = plants.vp(event.stream)
  }
}

/// A ledger whose mission rows are whatever a test plants.
struct Garden {
  static let start = Instant(microseconds: 1_767_225_600_000_000)

  let folder: TemporaryFolder
  let plants = Plants()
  let clock = TestClock(start: Garden.start)
  let ledger: ProjectedLog
  let missions: Projection<PlantedMissions, MissionsTable>
  let sessions: Projection<PlantedSessions, SessionsTable>
  let vps: Projection<PlantedVPs, VPsTable>

  init(name: String = "vp") throws {
    folder = try TemporaryFolder()
    missions = Projection(PlantedMissions(plants: plants), in: MissionsTable())
    sessions = Projection(PlantedSessions(plants: plants), in: SessionsTable())
    vps = Projection(PlantedVPs(plants: plants), in: VPsTable())
    ledger = try ProjectedLog.open(
      folder.file(name + ".db"),
      EventLog.Options(
        name: name, durability: .none, clocks: clock.clocks, randomness: .seeded(1)),
      projections: ProjectionSet([missions.erased, sessions.erased, vps.erased]))
  }

  /// Dispatches a mission one second after the one before and changes its row; returns its key.
  @discardableResult
  func mission(
    _ id: String, vp: String = "vp.general.primary", objective: String = "dig",
    asking ask: (inout DispatchRequest) -> Void = { _ in },
    settling settle: (inout MissionDispatched) -> Void = { _ in },
    being change: @escaping @Sendable (inout MissionState) -> Void = { _ in }
  ) async throws -> Int64 {
    var request = DispatchRequest(vpID: VPID(stored: vp), objective: objective)
    ask(&request)
    var origin = MissionDispatched(missionID: MissionID(stored: id), request: request)
    settle(&origin)
    let stream = StreamName(trusted: "mission/" + id)
    plants.plant(stream, change)
    clock.advance(seconds: 1)
    let event = MissionEvent.dispatched(origin)
    return try await ledger.write { transaction in
      try transaction.append(
        NewEvent(type: event.type, payload: event.payload, actor: "test"), to: stream
      ).position
    }
  }

  func session(_ state: SessionState) async throws {
    let stream = StreamName(trusted: "session/\(state.session)")
    plants.plant(stream, state)
    try await tell(stream)
  }

  func vp(_ state: VPState) async throws {
    let stream = StreamName(trusted: "queue/\(state.vpID)")
    plants.plant(stream, state)
    try await tell(stream)
  }

  private func tell(_ stream: StreamName) async throws {
    try await ledger.write { transaction in
      try transaction.append(
        NewEvent(type: "planted", payload: .emptyObject, actor: "test"), to: stream)
    }
  }

  func ask<T: Sendable>(_ question: @escaping @Sendable (MissionQueries) throws -> T) async throws
    -> T
  {
    try await ledger.read { try $0.missions(question) }
  }

  func list(
    _ filter: MissionFilter, after place: ListPlace? = nil, limit: Int = 100,
    at seconds: Double = 60
  ) async throws -> [ListedMission] {
    try await ledger.read { reader in
      try reader.listMissions(
        filter, after: place, limit: limit, now: Garden.start.advanced(bySeconds: seconds),
        policy: MissionPolicy())
    }
  }
}

let general = VPID(stored: "vp.general.primary")
