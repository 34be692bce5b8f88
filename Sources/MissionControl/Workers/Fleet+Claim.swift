import EventProjections
package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// The bounds of a lease, in seconds.
  private static let leaseBounds = 5.0...3_600

  package func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView? {
    if let seconds = request.leaseSeconds, !Self.leaseBounds.contains(seconds) {
      throw MissionError.validation(
        "lease_seconds is \(seconds); 5 to 3600 is allowed", field: "lease_seconds")
    }
    let ledger = try ledger(of: request.vp)
    let started = surroundings.clocks.monotonic()
    while true {
      // An idle worker looks before it takes the ledger's lock.
      let look = try await look(for: request, in: ledger)
      if look.isWorthClaiming {
        let claimed = try await write(ledger, call) { try $0.claim(request, self.configuration) }
        if let claimed {
          remember(ledger, of: claimed)
          return try await view(of: claimed, in: ledger)
        }
      }
      let waited = Double(surroundings.clocks.monotonic() - started) / 1_000_000
      let left = request.waitSeconds - waited
      guard left > 0 else { return nil }
      try await watch(ledger, after: look.head)
        .wait(seconds: min(left, look.secondsToNext.map { max(0.001, $0) } ?? left))
    }
  }

  /// What a look at the queue finds.
  private struct Look: Sendable {
    var isWorthClaiming = true
    var head: Int64 = 0
    /// The seconds until time alone makes a mission claimable.
    var secondsToNext: Double?
  }

  private func look(for request: ClaimRequest, in ledger: LaneLedger) async throws -> Look {
    guard FileSystem.exists(ledger.path) else { return Look() }
    return try await read(ledger) { lane in
      let isKnown = try lane.session(request.session).map { !request.registers(over: $0) } ?? false
      let wanted = try request.mission.flatMap { try lane.state(of: $0) }
      let candidate = try lane.missions {
        try $0.candidate(for: request, wanted: wanted, lane.configuration, now: lane.now)
      }
      let pause = try lane.reader.row(MissionProjections.vps, request.vp)?.pause(at: lane.now)
      let next = try lane.missions { try $0.nextNotBefore(vp: request.vp, after: lane.now) }
      return Look(
        isWorthClaiming: !isKnown || candidate != nil, head: lane.reader.head,
        secondsToNext: [pause?.until, next].compactMap { $0?.seconds(since: lane.now) }.min())
    } ?? Look()
  }

  private func watch(_ ledger: LaneLedger, after head: Int64) async throws -> HeadWatch {
    let log = try await pool.run { try ledger.reader() }
    return HeadWatch(heads: log.map { [($0, head)] } ?? [])
  }
}

extension ClaimRequest {
  /// The session that the worker claims in.
  var session: SessionID { SessionID(vp: vp, worker: worker) }

  /// Whether the claim begins the session anew: it was retired, or another process shows itself.
  func registers(over state: SessionState) -> Bool {
    state.phase == .retired || (process.map { $0 != state.process } ?? false)
  }
}

extension MissionTransaction {
  /// Registers the worker's session if need be, and gives it the next mission; nil where there is none.
  fileprivate func claim(_ request: ClaimRequest, _ configuration: Configuration) throws
    -> MissionID?
  {
    // What is asked must be asked before anything is appended.
    let wanted = try request.mission.flatMap { try state(of: $0) }
    let candidate = try transaction.missions {
      try $0.candidate(for: request, wanted: wanted, configuration, now: context.now)
    }
    let session = try transaction.row(MissionProjections.sessions, request.session)
    if session.map(request.registers) ?? true {
      let process = request.process ?? WorkerProcess()
      try append(
        .registered(SessionRegistered(session: request.session, process: process)),
        of: request.session)
    }
    guard let candidate else { return nil }
    let command = MissionCommand.claim(
      worker: request.worker, host: request.process?.host ?? session?.process.host,
      leaseSeconds: request.leaseSeconds)
    return try perform(command, on: candidate).state().facts.missionID
  }
}

extension MissionQueries {
  /// The mission that a claim would get now; nil while the VP is paused, busy, or has none.
  ///
  /// `wanted` is the one mission that the claim names, where it names one and there is it.
  fileprivate func candidate(
    for request: ClaimRequest, wanted: MissionState?, _ configuration: Configuration, now: Instant
  ) throws -> MissionID? {
    guard try vp(request.vp)?.isPaused(at: now) != true,
      try held(vp: request.vp) < configuration.settings(ofVP: request.vp.rawValue).maxConcurrent
    else { return nil }
    guard request.mission != nil else {
      return try nextClaimable(vp: request.vp, now: now)?.facts.missionID
    }
    guard let wanted, wanted.facts.vpID == request.vp, wanted.isClaimable(at: now) else {
      return nil
    }
    if let target = wanted.facts.resolvedTargetPath, try isTargetTaken(target) { return nil }
    return wanted.facts.missionID
  }
}
