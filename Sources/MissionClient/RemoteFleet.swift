package import CanonicalJSON
package import MissionControl
package import MissionModel
package import Platform
import Synchronization

/// A fleet behind a server, for a worker: every call is a request, and missions are folded from
/// their events.
///
/// A call whose answer was lost is repeated under its first name (`Idempotency-Key`), so that it is
/// recorded once, even across a restart of the server.
package final class RemoteFleet: WorkerPort {
  /// The most events of one page.
  private static let pageLimit = 500

  private struct State {
    var missions: [MissionID: FoldedMission] = [:]
    /// The names of calls whose answers were lost.
    var open: [OpenCall: String] = [:]
    /// Whether the token has been found good for reading too.
    var mayRead = false
  }

  /// The content of a call, which identifies its repetition.
  private enum OpenCall: Hashable {
    case claim(VPID, WorkerID)
    case report(MissionID, FencingToken, WorkerReport)
  }

  private let client: ServerClient
  private let policy: MissionPolicy
  private let leaseSeconds: Double?
  private let clocks: Clocks
  private let randomness: Randomness
  private let state = Mutex(State())

  /// Makes the fleet of a client.
  ///
  /// `policy` holds the rules by which this side judges missions. Leases are the server's: for
  /// `leaseSeconds` if this side sets it, else as long as the server gives them.
  package init(
    _ client: ServerClient, policy: MissionPolicy, leaseSeconds: Double? = nil, clocks: Clocks,
    randomness: Randomness
  ) {
    self.client = client
    self.policy = policy
    self.leaseSeconds = leaseSeconds
    self.clocks = clocks
    self.randomness = randomness
  }

  /// Makes the fleet of a client with the rules, clocks and randomness of a fleet here.
  package convenience init(_ client: ServerClient, like fleet: Fleet) {
    let surroundings = fleet.surroundings
    let isChosen = fleet.configuration.origins["lease_ttl"] != nil
    self.init(
      client, policy: fleet.policy,
      leaseSeconds: isChosen ? fleet.configuration.leaseTTL : nil, clocks: surroundings.clocks,
      randomness: surroundings.randomness)
  }

  package func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView? {
    try await checkMayRead()
    let body = JSONText.object { writer in
      writer.field("worker_id", request.worker.rawValue)
      if let mission = request.mission { writer.field("mission_id", mission.rawValue) }
      writer.field("wait_seconds", request.waitSeconds)
      writer.fieldIfPresent("lease_seconds", request.leaseSeconds ?? leaseSeconds)
    }.bytes
    let path = ServerPath.vp(request.vp) + "/claim"
    return try await once(.claim(request.vp, request.worker)) { key in
      let answer = try await client.post(path, body, key: key, waitSeconds: request.waitSeconds)
      guard let mission = try Self.missionID(in: answer) else { return nil }
      let claimed = try await refreshed(mission)
      // A mission that was claimed before the answer was lost may be over by now.
      let isHeld = claimed.state.status.isHeld && claimed.state.workerID == request.worker
      return isHeld ? claimed : nil
    }
  }

  /// The body of a dispatch whose mission goes to a worker at once, if it can be claimed.
  package func dispatch(
    _ request: JSONText, takenBy worker: WorkerID, _ process: WorkerProcess
  ) throws -> [UInt8] {
    var members = try request.members
    members["claim"] = JSONText.object { writer in
      writer.field("worker_id", worker.rawValue)
      writer.fieldIfPresent("lease_seconds", leaseSeconds)
      writer.fieldIfPresent("host", process.host)
      writer.fieldIfPresent("version", process.version)
    }
    return JSONText.object { writer in
      for (name, value) in members { writer.field(name, value) }
    }.bytes
  }

  package func report(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) async throws -> MissionView {
    let path = ServerPath.mission(mission.rawValue) + "/" + report.kind.rawValue
    let body = JSONText.object { writer in
      writer.field("worker_id", token.worker.rawValue)
      writer.field("attempt", token.attempt)
      report.writeMembers(into: &writer)
    }.bytes
    if case .heartbeat = report {
      // A repeated heartbeat does no harm.
      _ = try await client.post(path, body)
      return try await refreshed(mission)
    }
    return try await once(.report(mission, token, report)) { key in
      _ = try await client.post(path, body, key: key)
      return try await refreshed(mission)
    }
  }

  package func reportBlocking(
    _ report: WorkerReport, on mission: MissionID, as token: FencingToken, _ call: CallContext
  ) throws -> MissionView {
    try blocking { try await self.report(report, on: mission, as: token, call) }
  }

  package func nextChange(
    of mission: MissionID, after version: Int64, timeoutSeconds: Double
  ) async throws -> MissionView {
    if timeoutSeconds > 0 {
      _ = try await client.get(
        ServerPath.mission(mission.rawValue) + "/wait",
        [
          ("until", "change"), ("after_version", "\(version)"),
          ("timeout_seconds", "\(timeoutSeconds)"),
        ], waitSeconds: timeoutSeconds)
    }
    return try await refreshed(mission)
  }

  package func reportSession(
    _ report: SessionReport, of session: SessionID, _ call: CallContext
  ) async throws {
    let body = JSONText.object { report.writeMembers(into: &$0) }.bytes
    _ = try await client.post(ServerPath.session(session), body)
  }

  package func checkMayWork(as session: SessionID) async throws {
    try await checkMayRead()
    try await tellingScopes {
      // For an empty report the token is checked before the missing members.
      do {
        _ = try await client.post(ServerPath.session(session), JSONText.emptyObject.bytes)
      } catch let error as MissionError where error.code == .validationError {}
    }
  }

  /// Refuses a token that can't read missions, before it holds a mission that it then couldn't work
  /// on.
  private func checkMayRead() async throws {
    guard !state.withLock(\.mayRead) else { return }
    try await tellingScopes { _ = try await client.get("missions", [("limit", "1")]) }
    state.withLock { $0.mayRead = true }
  }

  /// Makes calls; if the token's scopes are the reason of a refusal, the error names the scopes
  /// that a worker needs.
  private func tellingScopes(_ calls: () async throws -> Void) async throws {
    do {
      try await calls()
    } catch let error as MissionError where error.code == .forbidden {
      throw MissionError(
        .forbidden, "a worker's token wants the scopes read and work: \(error.message)")
    }
  }

  /// Makes a call under a name that is kept until its whole answer is known, including what is read
  /// after it: a repetition until then is the same call.
  private func once<Answer>(
    _ call: OpenCall, _ body: (_ key: String) async throws -> Answer
  ) async throws -> Answer {
    let fresh = "call-" + String(Digest(of: randomness.bytes(16).span).description.prefix(32))
    let key = state.withLock { state in
      let key = state.open[call] ?? fresh
      state.open[call] = key
      return key
    }
    do {
      let answer = try await body(key)
      state.withLock { _ = $0.open.removeValue(forKey: call) }
      return answer
    } catch let error as MissionError where !error.retryable {
      state.withLock { _ = $0.open.removeValue(forKey: call) }
      throw error
    }
  }

  /// The mission with all its events on the server, judged by the time of the server's answer.
  private func refreshed(_ id: MissionID) async throws -> MissionView {
    var mission = state.withLock { $0.missions[id] } ?? FoldedMission()
    var hasMore = true
    var date: Instant?
    while hasMore {
      let page = try await client.getDated(
        ServerPath.mission(id.rawValue) + "/events",
        [("after", "\(mission.version)"), ("limit", "\(Self.pageLimit)")])
      hasMore = try mission.fold(page.body)
      date = page.date
    }
    guard let known = mission.state else { throw MissionError.unknownMission(id) }
    let folded = mission
    state.withLock { state in
      guard folded.version > state.missions[id]?.version ?? 0 else { return }
      state.missions[id] = known.status.isTerminal ? nil : folded
    }
    return MissionView(
      state: known, request: mission.request, lane: mission.lane, session: nil, queue: nil,
      now: date ?? clocks.now(), policy: policy)
  }

  /// Waits for requests on a thread that may block.
  private func blocking<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let box = Condition<Result<Value, any Error>?>(nil)
    Task {
      let result: Result<Value, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      box.change { $0 = result }
    }
    return try box.wait { $0 }.get()
  }

  /// The mission in the answer to a claim; nil where there was none.
  private static func missionID(in answer: [UInt8]) throws -> MissionID? {
    var id: String?
    var reader = JSONReader(try JSONText(canonicalizing: answer, limits: .own))
    try reader.readObject { key, reader throws(JSONError) in
      guard key == "mission" else { return try reader.skip() }
      guard try !reader.readNull() else { return }
      try reader.readObject { key, reader throws(JSONError) in
        if key == "mission_id" { id = try reader.readString() } else { try reader.skip() }
      }
    }
    return id.flatMap(MissionID.init)
  }
}
