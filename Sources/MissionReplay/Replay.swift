import EventLog
import EventProjections
package import MissionControl
package import MissionModel

/// Questions about a fleet's history, each answered from events and rows of one moment.
package struct Replay: Sendable {
  private let fleet: Fleet

  /// Makes a reader of a fleet's history.
  package init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  /// The timeline of a mission until now.
  package func timeline(of id: MissionID) async throws -> Timeline {
    try await timeline(of: try await fleet.get(id).mission)
  }

  /// The timeline of a mission that was just read.
  package func timeline(of mission: MissionView) async throws -> Timeline {
    let now = fleet.now
    let stream = mission.state.facts.missionID.stream
    let events = try await events(of: stream, in: mission.lane)
    return Timeline(
      of: events, mission: mission, now: now,
      heartbeatSeconds: fleet.configuration.heartbeatSeconds, upcasting: fleet.upcasting)
  }

  /// A mission's course until now as a trace.
  package func trace(of id: MissionID) async throws -> MissionTrace {
    let timeline = try await timeline(of: id)
    let vp = timeline.mission.state.facts.vpID
    return MissionTrace(timeline, vp: fleet.configuration.settings(ofVP: vp))
  }

  /// The mission after each of its events; runs of heartbeats are one step unless `heartbeats` are
  /// wanted.
  package func steps(of id: MissionID, heartbeats: Bool = false) async throws -> [MissionStep] {
    let lane = try await fleet.get(id, GetRequest()).mission.lane
    return try MissionStep.replay(
      try await events(of: id.stream, in: lane), lane: lane, policy: fleet.policy,
      heartbeats: heartbeats, upcasting: fleet.upcasting)
  }

  /// Two missions' courses side by side.
  package func diff(_ first: MissionID, _ second: MissionID) async throws -> MissionDiff {
    try MissionDiff(
      try await side(first), try await side(second), upcasting: fleet.upcasting)
  }

  private func side(_ id: MissionID) async throws -> MissionDiff.Side {
    let mission = try await fleet.get(id, GetRequest()).mission
    return MissionDiff.Side(mission, events: try await events(of: id.stream, in: mission.lane))
  }

  /// The explanation of a session's present status.
  package func why(_ id: SessionID) async throws -> Why {
    let session = try await fleet.knownSession(id)
    let live = observe(session.state.process)
    let events = try await events(at: Why.positions(deciding: session), in: session.lane)
    return Why(
      session, events: events, now: fleet.now, policy: fleet.policy, live: live,
      outlook: live.flatMap { fleet.outlook(on: session, presence: $0) },
      upcasting: fleet.upcasting)
  }

  /// The explanation of the effective status of a mission that was just read.
  package func why(_ mission: MissionView) async throws -> Why {
    let now = fleet.now
    let state = mission.state
    var session: SessionView?
    if let worker = state.watchedWorker {
      // Its VP may be in another lane by now.
      let id = SessionID(vp: state.facts.vpID, worker: worker)
      session = try await fleet.session(id, in: mission.lane)
    }
    let live = session.flatMap { session in
      observe(session.state.process).map {
        WatchedSession(session.state, presence: $0).presence(for: state)
      }
    }
    var outlook: String?
    // The worker that an imported mission names may not hold it.
    if state.status.isHeld, !fleet.isPast {
      outlook = try await fleet.outlook(on: mission, session: session?.state, presence: live)
    }
    var events = try await events(at: Why.positions(deciding: mission), in: mission.lane)
    if mission.waitingFor == .vpPaused {
      events += try await lastEvent(of: state.facts.vpID.queueStream, in: mission.lane)
    }
    if !state.lateFinishes.isEmpty { events += try await lateReports(on: mission) }
    let holders = try await fleet.holders(before: mission)
    for holder in holders.prefix(Why.mostNamed) { events += try await claim(of: holder) }
    return Why(
      mission, events: events, now: now, policy: fleet.policy, live: live, outlook: outlook,
      holders: holders, upcasting: fleet.upcasting)
  }

  /// The event that gave a mission its place: its last claim, or its import; empty where that is
  /// damaged.
  private func claim(of mission: MissionView) async throws -> [RecordedEvent] {
    let key = mission.state.facts.dispatchPosition
    return try await readingWhatIsWhole(in: mission.lane) { reader in
      let claim = try reader.lastPosition(of: MissionEventType.claimed.rawValue, inStreamAt: key)
      return try [reader.event(at: claim ?? key)].compactMap(\.self)
    }
  }

  /// Reads events that are not essential: if damaged, they must not keep a mission from being
  /// explained.
  private func readingWhatIsWhole(
    in lane: String, _ body: @escaping @Sendable (LogReader) throws -> [RecordedEvent]
  ) async throws -> [RecordedEvent] {
    do {
      return try await fleet.log(lane).log.read(body)
    } catch let error as LogError where error.code == .corrupt {
      return []
    }
  }

  /// The reports of a mission's last worker after the mission's end.
  private func lateReports(on mission: MissionView) async throws -> [RecordedEvent] {
    let (state, upcasting) = (mission.state, fleet.upcasting)
    return try await readingWhatIsWhole(in: mission.lane) { reader in
      guard let end = try reader.event(at: state.statusPosition) else { return [] }
      let later = try reader.events(
        ofStreamAt: state.facts.dispatchPosition, afterVersion: end.version)
      return later.filter { event in
        guard
          case .lateReport(let late)? = try? MissionEvent(
            type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
        else { return false }
        return late.attempt.token == state.lastToken
      }
    }
  }

  private func events(of stream: StreamName, in lane: String) async throws -> [RecordedEvent] {
    try await fleet.log(lane).log.read { try $0.events(of: stream) }
  }

  private func lastEvent(of stream: StreamName, in lane: String) async throws -> [RecordedEvent] {
    try await fleet.log(lane).log.read { reader in
      try reader.events(of: stream, afterVersion: reader.version(of: stream) - 1)
    }
  }

  private func events(at positions: [Int64], in lane: String) async throws -> [RecordedEvent] {
    try await fleet.log(lane).log.read { reader in
      try positions.compactMap { try reader.event(at: $0) }
    }
  }

  /// A present observation of a process; nil where the fleet is that of a past moment.
  private func observe(_ process: WorkerProcess) -> WorkerPresence? {
    fleet.isPast
      ? nil
      : WorkerPresence(
        of: process, here: fleet.surroundings.host, processes: fleet.surroundings.processes)
  }
}
