import EventLog
import MissionControl
import MissionModel
import Platform

/// What the world does about events: it tells those whom they concern, and holds verdicts against
/// the truth.
extension World {
  /// Tells those whom an event concerns.
  func hear(_ change: LedgerJudge.Change, in ledger: String) throws {
    switch change {
    case .session(let session, .lost):
      lostSessions.insert(session)
      try checkLost(session)
    case .session(let session, _): revive(session)
    case .mission(let id, let change, let event):
      count(change, of: id, in: ledger)
      try checkRoom(change, id)
      try checkDeadline(change, of: id, in: ledger)
      if feedJudge.redeliveries > 0 { reached.insert(.redelivered) }
      for worker in workers where event.actor == "worker:\(worker.id)" { revive(worker.session) }
      try checkVerdict(change, on: id)
      if case .claimed = change { try checkFolder(of: id, in: ledger) }
      if case .blocked(let body) = change { send(id, asks: body.questionID) }
      wakeHolder(of: id, after: event)
    }
  }

  /// Has an orchestrator answer a question, sometimes only when the faults are over.
  private func send(_ id: MissionID, asks question: String) {
    var chance = Chance(plan.seed, 3, Int(machine.elapsed % 1_000_003))
    if isHealing || chance.happens(85) {
      send(.answer(id, question: question, tries: 0), in: chance.time(0.5...40))
    }
  }

  /// Has the worker that holds a mission look at what another has done to it.
  private func wakeHolder(of id: MissionID, after event: RecordedEvent) {
    for worker in workers where worker.isAlive {
      guard let run = worker.run, run.mission == id, event.actor != "worker:\(worker.id)" else {
        continue
      }
      set(worker.place, .look(run: run.number), in: 250_000)
    }
  }

  private func revive(_ session: SessionID) {
    if lostSessions.remove(session) != nil { reached.insert(.lostRevived) }
  }

  /// A deadline is a time by the wall clock, wherever the log's own is by then; a worker's goes on
  /// steadily from its claim.
  private func checkDeadline(
    _ change: MissionEvent, of id: MissionID, in ledger: String
  ) throws(Violation) {
    guard let deadline = judges[ledger]?.missions[id]?.request.deadline else { return }
    let now = machine.clocks.now()
    let isOver = now >= deadline
    switch change {
    case .claimed where isOver:
      throw Violation("What is past its deadline is given to nobody", "\(id), due by \(deadline)")
    case .claimed: claims[id] = (now, machine.elapsed)
    case .failed(let body) where body.failureMode == .deadlineExceeded:
      let atWorker = claims[id].map {
        $0.wall.advanced(byMicroseconds: machine.elapsed - $0.elapsed)
      }
      guard body.by == .worker ? atWorker.map({ $0 >= deadline }) ?? false : isOver else {
        throw Violation("No mission fails before its deadline", "\(id), due by \(deadline)")
      }
    default: break
    }
  }

  // MARK: Health

  /// A verdict must not concern a worker that is well: it works on the mission, nothing stops it,
  /// and the fleet has heard of it within its lease; or its process can be seen, and it was silent
  /// for less than the policy says.
  private func checkVerdict(_ change: MissionEvent, on id: MissionID) throws(Violation) {
    guard case .reconciled(let body) = change, let attempt = body.attempt,
      body.outcome != .cancelled
    else { return }
    for worker in workers where worker.isAlive && worker.session == attempt.session {
      guard let run = worker.run, run.mission == id, run.token == attempt.token else { continue }
      let silence = Double(machine.elapsed - run.heardAt) / 1_000_000
      let isVisible = worker.kind == .here && !clashing.contains(worker.session)
      let limit = isVisible ? configuration.staleMissionSeconds : configuration.leaseTTL
      guard silence >= limit else {
        throw Violation(
          "No healthy worker's mission is ended",
          "\(worker.id) was heard \(silence) s before the verdict on \(id)")
      }
    }
  }

  private func checkLost(_ session: SessionID) throws(Violation) {
    let registered = judges[Names.ledger(of: session.vp)]?.sessions[session]?.process
    let isAlive = workers.contains {
      $0.session == session && $0.isAlive && $0.kind == .here
        && $0.evidence(on: machine) == registered
    }
    guard !isAlive || clashing.contains(session) else {
      throw Violation("No living worker is lost", "\(session)")
    }
  }

  /// What works in a folder works there alone, whatever lane it is of; a ledger's own judge looks
  /// at its own lane.
  private func checkFolder(of id: MissionID, in ledger: String) throws(Violation) {
    guard let story = judges[ledger]?.missions[id], story.isHeld, let target = story.target else {
      return
    }
    for lane in Names.lanes where lane != ledger {
      let others = judges[lane]?.missions.values.filter { $0.isHeld && $0.target == target } ?? []
      guard let other = others.min(by: { $0.id < $1.id }) else { continue }
      throw Violation("One folder has one live mission", "\(id) and \(other.id) in \(target)")
    }
  }

  // MARK: Milestones

  private func count(_ change: MissionEvent, of id: MissionID, in ledger: String) {
    let story = judges[ledger]?.missions[id]
    switch change {
    case .completed: reached.insert(.missionCompleted)
    case .failed(let body) where body.by == .worker:
      reached.insert(.missionFailed)
      switch body.failureMode {
      case .budgetExceeded: reached.insert(.budgetExceeded)
      case .noProgressTimeout: reached.insert(.silenceEnded)
      case .deadlineExceeded: reached.insert(.deadlineAtWorker)
      default: break
      }
    case .cancelled(let body):
      switch body.by {
      case .worker:
        let isTurned = body.reported.map { $0.kind != .cancelled } ?? false
        reached.insert(isTurned ? .finishTurnedCancel : .cancelledRunning)
      case .orchestrator: if story?.attempt == 0 { reached.insert(.cancelledQueued) }
      case .reconciler: reached.insert(.overdueCancel)
      }
    case .requeued(let body): reached.insert(body.by == .worker ? .drained : .requeuedByPolicy)
    case .reconciliationReversed(let body):
      reached.insert(body.previousStatus == .queued ? .reversedRequeue : .reversedFailure)
    case .reconciled(let body):
      reached.insert(body.staleReason == .workerDead ? .workerFoundGone : .endedBySilence)
    case .failed(let body) where body.failureMode == .deadlineExceeded:
      reached.insert(.deadlineInQueue)
    case .unblocked: reached.insert(.blockedAndAnswered)
    case .lateReport: reached.insert(.lateReport)
    default: break
    }
  }
}
