import EventLog
import EventProjections
package import MissionModel
import Platform

/// One reconciler: the silences that it has itself observed, and one step of its work.
///
/// It owns no thread and no timer: workers, servers and commands call `step` when it is time, and a
/// simulator at will. Steps block their thread. Two reconcilers over one ledger don't know of each
/// other, and still append one verdict, since each is bound to the version that was judged.
package struct ReconcilerRole: Sendable {
  /// The actor of its events.
  static let call = CallContext(actor: "reconciler")
  /// The least number of seconds between two looks that counts as a standstill of the reconciler
  /// itself.
  private static let leastStandstill = 30.0
  /// The seconds that a verdict on silence may wait for its ledger: a ledger that took longer took
  /// no heartbeat either.
  private static let mostWait = 1.0

  private let fleet: Fleet
  private let lanes: [String]?
  private let mission: MissionID?
  private let reconciledBy: String
  private let standstill: Double?
  private var watches: [String: SilenceWatch] = [:]

  /// Makes a reconciler that has seen nothing.
  ///
  /// - Parameters:
  ///   - fleet: the fleet whose ledgers it reconciles.
  ///   - lanes: the names of the ledgers; nil for every one that holds missions.
  ///   - mission: the only mission that it may end, and only while queued; nil to judge all.
  ///   - reconciledBy: who reconciles, such as `worker:w1`.
  ///   - everySeconds: the time between two steps; nil for one that steps when it is told to.
  package init(
    _ fleet: Fleet, lanes: [String]? = nil, endingOnly mission: MissionID? = nil,
    by reconciledBy: String, everySeconds: Double? = nil
  ) {
    self.fleet = fleet
    self.lanes = lanes
    self.mission = mission
    self.reconciledBy = reconciledBy
    standstill = everySeconds.map { $0 + max($0, Self.leastStandstill) }
  }

  /// Judges every mission, and appends what the evidence allows; blocks.
  ///
  /// A ledger that can't be read or written is named in the warnings and stops no other.
  package mutating func step() -> ReconcileReport {
    var report = look(toAct: true)
    carryOut(&report)
    return report
  }

  /// Appends the verdicts of a look; blocks.
  ///
  /// A verdict whose subject has moved is removed from the report, and left to a later look.
  package mutating func carryOut(_ report: inout ReconcileReport) {
    for index in report.lanes.indices {
      let lane = report.lanes[index].lane
      do {
        let silenced = try carryOut(&report.lanes[index])
        if silenced > 0 { report.warnings.append(interrupt(lane: lane, keeping: silenced)) }
      } catch {
        report.warnings.append(interrupt(error, lane: lane))
      }
    }
  }

  /// Judges every mission, and appends nothing; blocks.
  ///
  /// Ledgers are opened for reading only; with `toAct`, rows that are older than the program's are
  /// rebuilt first.
  package mutating func look(toAct: Bool = false) -> ReconcileReport {
    var report = ReconcileReport(now: fleet.now)
    var seen: [SeenLedger] = []
    for ledger in fleet.missionLedgers where lanes?.contains(ledger.lane.name) ?? true {
      do {
        if toAct { try fleet.renewRowsBlocking(of: ledger) }
        guard let facts = try see(ledger) else { continue }
        seen.append(facts)
        report.warnings += facts.unread.map { .unread($0, in: ledger.lane.name) }
      } catch {
        report.warnings.append(interrupt(error, lane: ledger.lane.name))
      }
    }
    report.lanes = zip(seen, Reconciler.plan(seen.map(\.facts))).map { ledger, verdicts in
      ReconcileReport.Lane(
        lane: ledger.facts.lane, lineage: ledger.lineage, head: ledger.head, verdicts: verdicts)
    }
    return report
  }

  /// Appends a ledger's verdicts, each in a transaction of its own; removes those whose subject has
  /// moved, and counts those that could not be appended as left.
  ///
  /// Once it had to wait too long for the ledger, it leaves every verdict on silence: no worker
  /// could report meanwhile.
  ///
  /// - Returns: The number of verdicts on silence that it has left.
  private func carryOut(_ lane: inout ReconcileReport.Lane) throws -> Int {
    let planned = lane.verdicts
    lane.verdicts.sessions = []
    lane.verdicts.missions = []
    guard !planned.isEmpty else { return 0 }
    lane.isInterrupted = true
    lane.verdicts.left += planned.sessions.count + planned.missions.count
    let ledger = try fleet.ledger(named: lane.lane)
    let clocks = fleet.surroundings.clocks
    @Sendable func isLate(since asked: Int64) -> Bool {
      clocks.monotonic() - asked > Instant.microseconds(inSeconds: Self.mostWait)
    }
    var wasLate = false
    for verdict in planned.sessions {
      let asked = clocks.monotonic()
      // It is late before the commit, whose sync is no wait for others.
      let (late, isAppended) = try fleet.writeBlocking(ledger, Self.call) {
        (isLate(since: asked), try $0.carryOut(verdict))
      }
      wasLate = wasLate || late
      if isAppended { lane.verdicts.sessions.append(verdict) }
      lane.verdicts.left -= 1
    }
    var silenced = 0
    for verdict in planned.missions {
      let asked = clocks.monotonic()
      let (late, isAppended) = try fleet.writeBlocking(ledger, Self.call) {
        [wasLate] lane -> (Bool, Bool?) in
        let late = wasLate || isLate(since: asked)
        return (late, verdict.restsOnSilence && late ? nil : try lane.carryOut(verdict))
      }
      wasLate = late
      guard let isAppended else {
        silenced += 1
        continue
      }
      if isAppended {
        lane.verdicts.missions.append(verdict)
      } else {
        lane.moved.append(verdict.missionID)
      }
      lane.verdicts.left -= 1
    }
    lane.isInterrupted = false
    return silenced
  }

  /// Notes that a ledger took nothing while silence was judged, which therefore counts anew, and
  /// words it.
  private mutating func interrupt(lane: String, keeping count: Int) -> Warning {
    watches[lane, default: SilenceWatch(standstill: standstill)].interrupt()
    let missions =
      count == 1 ? "a mission that seems silent is" : "\(count) missions that seem silent are"
    let error = MissionError(
      .vpDBLocked,
      "ledger \(lane) took nothing for more than a second, perhaps because another process held its lock: "
        + "\(missions) left to a later run")
    return Warning(.ledgerUnavailable, error.message, ledger: lane, error: error)
  }

  /// Notes that a ledger took no events, not even from workers, and words the error.
  private mutating func interrupt(_ error: any Error, lane: String) -> Warning {
    watches[lane, default: SilenceWatch(standstill: standstill)].interrupt()
    let error = MissionError(error, ledger: lane)
    return Warning(
      .ledgerUnavailable,
      "ledger \(lane) was not reconciled to its end: \(error.message(within: lane))",
      ledger: lane, error: error)
  }
}

/// The result of a look at one ledger.
private struct SeenLedger {
  let lineage: String
  let head: Int64
  let unread: [MissionID]
  let facts: ReconcileFacts
}

extension ReconcilerRole {
  /// Looks at everything to be judged in a ledger just now; nil where it has no file yet.
  private mutating func see(_ ledger: LaneLedger) throws -> SeenLedger? {
    let limit = fleet.configuration.reconcileMax
    guard let log = try ledger.reader(),
      let rows = try fleet.readBlocking(
        ledger,
        { [mission] lane in
          try mission.map(lane.reconcileRows(ofQueued:)) ?? lane.reconcileRows(limit)
        })
    else { return nil }
    return SeenLedger(
      lineage: log.log.lineage, head: rows.head, unread: rows.unread,
      facts: facts(of: rows, lane: ledger.lane.name))
  }

  /// The facts from the rows, the process table and the clocks.
  private mutating func facts(of rows: ReconcileRows, lane: String) -> ReconcileFacts {
    var seen: [SessionID: WatchedSession] = [:]
    for session in rows.sessions {
      seen[session.session] = WatchedSession(
        session,
        presence: WorkerPresence(
          of: session.process, here: fleet.surroundings.host,
          processes: fleet.surroundings.processes))
    }
    var watch = watches[lane] ?? SilenceWatch(standstill: standstill)
    let (now, look) = (fleet.now, fleet.silenceLook)
    watch.begin(look)
    let held = rows.held.map { mission in
      let session = mission.session.flatMap { seen[$0] }
      var held = HeldMission(
        mission, session: session,
        silence: watch.silence(
          of: mission, isServed: rows.served.contains(mission.facts.missionID), look))
      held.cancelWait = watch.cancelWait(of: mission, at: now, look)
      return held
    }
    watch.end()
    watches[lane] = watch
    var facts = ReconcileFacts(
      lane: lane, reconciledBy: reconciledBy, now: now, policy: fleet.reconcilePolicy,
      held: held, queued: rows.queued, sessions: rows.sessions.compactMap { seen[$0.session] })
    facts.moreQueued = rows.moreQueued
    return facts
  }
}

extension Fleet {
  /// The configured values for reconciliation.
  package var reconcilePolicy: ReconcilePolicy {
    ReconcilePolicy(
      rules: policy, requeues: configuration.reconcilePolicy == .requeue,
      limit: configuration.reconcileMax)
  }
}
