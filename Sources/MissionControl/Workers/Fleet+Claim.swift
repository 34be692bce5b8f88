import EventLog
import EventProjections
package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// Gives a worker its VP's next mission; nil where there is none by the end of the wait.
  ///
  /// The same call again gives the same mission as it is by then, even if it has ended.
  package func claim(_ request: ClaimRequest, _ call: CallContext) async throws -> MissionView? {
    try MissionPolicy.checkLease(request.leaseSeconds)
    let ledger = try ledger(of: request.vp)
    // The claim itself reports what can't be read now, such as rows that an older build made.
    if call.isRepeatable,
      let earlier = try? await read(ledger, { try $0.claimed(by: request, call) }) ?? nil
    {
      return earlier
    }
    let started = surroundings.clocks.monotonic()
    // A claim that is repeated while the first is under way gets its mission, which no look at the
    // queue shows.
    var isIdle = !call.isRepeatable && memory.isIdle(request.vp)
    while true {
      if let refusal = diskRoom.refusal { throw refusal }
      // After a claim that found nothing, a look comes before the next one takes the ledger's lock.
      let idle = isIdle ? try await look(for: request, in: ledger) : nil
      if idle == nil {
        // A caller that has gone while it waited gets nothing.
        if isIdle { try Task.checkCancellation() }
        let claimed = try await claimNow(request, in: ledger, call)
        // The failed claim of one mission says nothing about the queue.
        if request.mission == nil { memory.noteQueue(of: request.vp, isIdle: claimed == nil) }
        if let claimed {
          memory.note(lane: ledger.lane.name, of: claimed.state.facts.missionID)
          return claimed
        }
        isIdle = true
      }
      let waited = surroundings.clocks.seconds(since: started)
      let left = request.waitSeconds - waited
      guard left > 0 else { return nil }
      guard let idle else { continue }
      let pause = min(left, idle.secondsToNext.map { max(0.001, $0) } ?? left)
      do {
        try await watch(ledger, after: idle).wait(seconds: pause)
      } catch let error as LogError {
        // Another lane's ledger was closed meanwhile: that stops no claim in this one, and the next
        // look leaves it out.
        guard !idle.elsewhere.isEmpty else { throw error }
      }
    }
  }

  /// Claims in one transaction; if that meets a target path, in a second one, during which no other
  /// lane can take it.
  private func claimNow(
    _ request: ClaimRequest, in ledger: LaneLedger, _ call: CallContext
  ) async throws -> MissionView? {
    let outcome = try await write(ledger, call) { transaction in
      do {
        return Optional(try transaction.claim(request))
      } catch is TargetsUnasked {
        return nil
      }
    }
    if let outcome { return outcome }
    return try await write(ledger, call, holdingTargets: true) { try $0.claim(request) }
  }

  /// The queue's state for a claim that would append nothing; nil where a claim is worth trying.
  private func look(for request: ClaimRequest, in ledger: LaneLedger) async throws -> IdleQueue? {
    guard FileSystem.exists(ledger.path) else { return nil }
    return try await read(ledger) { lane -> IdleQueue? in
      guard let session = try lane.session(request.session),
        !request.registers(over: session, finding: nil)
      else { return nil }
      let toHeartbeat = session.secondsToHeartbeat(at: lane.now, policy: lane.policy)
      if let toHeartbeat, toHeartbeat <= 0 { return nil }
      let wanted = try request.mission.flatMap { try lane.state(of: $0) }
      guard try lane.candidate(for: request, wanted: wanted) == nil else { return nil }
      let next = [try lane.secondsToNext(vp: request.vp), toHeartbeat].compactMap(\.self).min()
      return IdleQueue(
        head: lane.reader.head, elsewhere: lane.targetsElsewhere.heads, secondsToNext: next)
    } ?? nil
  }

  private func watch(_ ledger: LaneLedger, after idle: IdleQueue) async throws -> LedgersWatch {
    let log = try await pool.run { try ledger.reader() }
    return LedgersWatch(heads: (log.map { [($0, idle.head)] } ?? []) + idle.elsewhere)
  }
}

/// Thrown by a claim that depends on the other lanes' target paths, which weren't read yet.
private struct TargetsUnasked: Error {}

/// A queue without a mission to claim.
private struct IdleQueue: Sendable {
  /// The last position that was looked at.
  let head: Int64
  /// The other lanes' ledgers whose missions may hold a target that one of this queue waits for,
  /// each with the head that was seen.
  let elsewhere: [(log: ProjectedLog, seen: Int64)]
  /// The seconds until time alone may make a mission claimable, or the worker must show itself.
  let secondsToNext: Double?
}

extension MissionEvent {
  /// Whether it is a claim of the mission by a worker.
  fileprivate func isClaim(by worker: WorkerID) -> Bool {
    if case .claimed(let body) = self { body.attempt.workerID == worker } else { false }
  }
}

extension ClaimRequest {
  /// The session that the worker claims in.
  var session: SessionID { SessionID(vp: vp, worker: worker) }

  /// Whether the claim begins the session anew: it was retired, or another process takes a mission,
  /// for which it answers from now on, or replaces a lost one.
  ///
  /// Two processes of one id that find nothing to do leave the session as it is; else each would
  /// register again at every look.
  func registers(over state: SessionState, finding mission: MissionState?) -> Bool {
    if state.phase == .retired { return true }
    return isOfAnother(than: state.process) && (mission != nil || state.phase == .lost)
  }

  /// Whether another process than the session's claims.
  ///
  /// A claim without a process differs from a session with one: the fate of that process says
  /// nothing of this worker.
  func isOfAnother(than known: WorkerProcess) -> Bool {
    if let process { process != known } else { known.pid != nil }
  }
}

extension LaneTransaction {
  /// Registers the worker's session if need be, and gives it the next mission; nil where there is
  /// none, though a worker that was silent for long then shows itself.
  func claim(_ request: ClaimRequest) throws -> MissionView? {
    // All questions come before the first append.
    let wanted = try request.mission.flatMap { try state(of: $0) }
    let session = try session(request.session)
    for id in call.isRepeatable ? session?.missionIDs ?? [] : [] {
      guard let held = try state(of: id),
        try isRepetition(on: held, { $0.isClaim(by: request.worker) })
      else { continue }
      return try view(of: held, withRequest: true)
    }
    let candidate = try candidate(for: request, wanted: wanted)
    if session.map({ request.registers(over: $0, finding: candidate) }) ?? true {
      let process = request.process ?? WorkerProcess()
      try append(
        .registered(SessionRegistered(session: request.session, process: process)),
        of: request.session)
    } else if candidate == nil,
      let due = session?.secondsToHeartbeat(at: now, policy: policy), due <= 0
    {
      try record(.heartbeat, of: request.session)
    }
    guard let candidate else { return nil }
    // A worker that names no host works where its call comes from: its files are there, whatever is
    // here.
    let own = session.flatMap { request.isOfAnother(than: $0.process) ? nil : $0.process.host }
    let command = MissionCommand.claim(
      worker: request.worker, host: request.process?.host ?? own ?? call.remoteHost,
      leaseSeconds: request.leaseSeconds)
    let claimed = try perform(command, on: candidate.facts.missionID, in: candidate).state()
    return try view(of: claimed, withRequest: true)
  }
}

extension LaneReader {
  /// How many of the ledger's last events are searched for a repeated claim.
  private static let reach: Int64 = 2_000

  /// The mission that the same call, by its name, has claimed before; nil where it has claimed
  /// none.
  fileprivate func claimed(by request: ClaimRequest, _ call: CallContext) throws -> MissionView? {
    guard let name = call.requestID else { return nil }
    let claims = try reader.log.events(
      after: reader.head - Self.reach,
      matching: EnvelopeFilter(
        type: MissionEventType.claimed.rawValue, actor: call.actor, requestID: name))
    for claim in claims {
      let body = try MissionEvent(
        type: claim.type, schema: claim.schema, payload: claim.payload, upcasting: upcasting)
      guard body.isClaim(by: request.worker), let id = MissionID(stream: claim.stream),
        let state = try state(of: id), state.facts.vpID == request.vp
      else { continue }
      return try view(of: state, withRequest: true)
    }
    return nil
  }
}

extension LaneRows {
  /// The mission that a claim would get now; nil while the VP is paused, busy, or has none.
  ///
  /// `wanted` is the mission that the claim names, if it names one that exists.
  ///
  /// - Throws: `TargetsUnasked` where that depends on the other lanes' target paths.
  fileprivate func candidate(for request: ClaimRequest, wanted: MissionState?) throws
    -> MissionState?
  {
    guard try vp(request.vp)?.isPaused(at: now) != true else { return nil }
    let maxConcurrent = maxConcurrent(of: request.vp)
    guard try missions({ try $0.held(vp: request.vp, atMost: maxConcurrent) }) < maxConcurrent
    else { return nil }
    guard request.mission != nil else { return try nextClaimable(vp: request.vp) }
    guard let wanted, wanted.facts.vpID == request.vp, wanted.isClaimable(at: now),
      try isWhole(wanted)
    else { return nil }
    if let target = wanted.facts.resolvedTargetPath,
      try isTargetTaken(target) || isCertainlyTakenElsewhere(target)
    {
      return nil
    }
    return wanted
  }

  /// The first claimable mission of a VP's queue, without those whose target path another lane's
  /// mission has, or that unreadable events may have moved.
  private func nextClaimable(vp: VPID) throws -> MissionState? {
    var next: MissionState?
    _ = try missions {
      try $0.nextClaimable(vp: vp, now: now) { key, target in
        if let target, try isCertainlyTakenElsewhere(target) { return false }
        guard let state = try mission(at: key), try isWhole(state) else { return false }
        next = state
        return true
      }
    }
    return next
  }

  private func isCertainlyTakenElsewhere(_ target: String) throws(TargetsUnasked) -> Bool {
    guard let isTaken = isTakenElsewhere(target) else { throw TargetsUnasked() }
    return isTaken
  }

  /// The seconds until time alone may make a mission of a VP claimable; nil where none waits for
  /// its time.
  fileprivate func secondsToNext(vp: VPID) throws -> Double? {
    let pause = try self.vp(vp)?.pause(at: now)
    let next = try missions { try $0.nextNotBefore(vp: vp, after: now) }
    return [pause?.until, next].compactMap { $0?.seconds(since: now) }.min()
  }
}
