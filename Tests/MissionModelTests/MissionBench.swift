import CanonicalJSON
import EventLog
import Platform

@testable import MissionModel

/// One mission without a ledger: its events so far, and the state that they fold into.
struct MissionBench: Sendable {
  private(set) var state: MissionState?
  private(set) var events: [MissionEvent] = []
  var now = Instant(microseconds: 1_772_357_400_000_000)
  var policy = MissionPolicy()
  var lastReport: ReportedFinish?

  static let id = MissionID(stored: "vp-mission-1")
  static let vp = VPID(stored: "vp.general.primary")
  static let first = FencingToken(worker: WorkerID(stored: "w1"), attempt: 1)
  static let second = FencingToken(worker: WorkerID(stored: "w2"), attempt: 2)
  static let foreign = FencingToken(worker: WorkerID(stored: "w9"), attempt: 1)

  /// A mission in the queue.
  init(maxAttempts: Int = 1, deadlineIn seconds: Double? = nil) throws {
    var request = DispatchRequest(vpID: Self.vp, objective: "survey the code")
    request.maxAttempts = maxAttempts
    request.deadline = seconds.map { now.advanced(bySeconds: $0) }
    let origin = MissionDispatched(missionID: Self.id, request: request)
    try append([.dispatched(origin)])
  }

  private init(events: [MissionEvent]) { self.events = events }

  /// A mission of which nothing is known yet.
  static var unborn: MissionBench { MissionBench(events: []) }

  var context: DecisionContext {
    var context = DecisionContext(
      now: now, ledger: "vp", policy: policy, bootID: "boot", mono: 5)
    context.lastReport = lastReport
    return context
  }

  /// Decides a command and appends what it decides, evidence included.
  @discardableResult
  mutating func run(_ command: MissionCommand) throws -> Decision {
    let decision = decided(command)
    switch decision {
    case .append(let events): try append(events)
    case .refuse(_, let evidence): try append(evidence)
    case .unchanged: break
    }
    return decision
  }

  /// Decides a command without appending anything.
  func decided(_ command: MissionCommand) -> Decision {
    do {
      return try decide(state, command, context)
    } catch {
      return .refuse(error, evidence: [])
    }
  }

  /// Appends events whoever decided them, through their stored bytes.
  mutating func append(_ new: [MissionEvent], actor: String = "worker:w1") throws {
    for event in new {
      events.append(event)
      state = try MissionState.evolve(state, recorded(event, actor: actor))
    }
  }

  /// The event as the ledger would hand it out, at the next position.
  private func recorded(_ event: MissionEvent, actor: String) throws -> RecordedEvent {
    RecordedEvent(
      ledger: "vp", position: Int64(100 + events.count),
      stream: Self.id.stream, streamID: 101, version: Int64(events.count),
      type: event.type, schema: event.schema, recordedAt: now, actor: actor,
      payload: event.payload)
  }

  /// What the reconciler appends when it gives up on a worker.
  func verdict(_ outcome: MissionReconciled.Outcome) -> [MissionEvent] {
    let token = state?.lastToken ?? Self.first
    let attempt = AttemptRef(vpID: Self.vp, workerID: token.worker, attempt: token.attempt)
    let reconciled = MissionReconciled(
      attempt: attempt, outcome: outcome, staleReason: .workerDead, storageLane: "vp",
      reconciledBy: "reconciler", previousStatus: state?.status ?? .running, evidence: .emptyObject)
    let end: MissionEvent =
      switch outcome {
      case .failed:
        .failed(
          MissionFailed(
            attempt: attempt, by: .reconciler, failureMode: .stale(.workerDead), error: nil))
      case .cancelled:
        .cancelled(MissionCancelled(attempt: attempt, by: .reconciler, reason: "overdue"))
      case .requeued:
        .requeued(
          MissionRequeued(
            attempt: attempt, by: .reconciler, reason: MissionReconciled.staleReasonText))
      }
    return [.reconciled(reconciled), end]
  }
}

extension MissionCommand {
  static func claim(_ worker: String) -> MissionCommand {
    .claim(worker: WorkerID(stored: worker), host: "host", leaseSeconds: nil)
  }

  static func completed(_ token: FencingToken) -> MissionCommand {
    .complete(token, MissionOutcome(message: "done"))
  }

  static func failed(_ token: FencingToken) -> MissionCommand {
    .fail(token, FailureReport(error: "broken"))
  }
}

extension Decision {
  /// The decision in one word or a few: the types that are appended, `unchanged`, or the error's
  /// code.
  var text: String {
    func short(_ events: [MissionEvent]) -> String {
      events.map { String($0.type.dropFirst(MissionEventType.prefix.count)) }
        .joined(separator: "+")
    }
    return switch self {
    case .append(let events): short(events)
    case .unchanged: "unchanged"
    case .refuse(let error, let evidence):
      error.code.rawValue + (evidence.isEmpty ? "" : "/" + short(evidence))
    }
  }
}
