import EventLog
import MissionModel

/// One mission as its events alone tell of it, and the rules that every next event must keep.
///
/// It is written from the contract and shares no code with the fold that it holds to account.
struct MissionStory: Sendable {
  let id: MissionID
  let vp: VPID
  let request: DispatchRequest
  let retryOf: MissionID?
  /// The folder that it works in, links followed, where its request names one.
  let target: String?
  var status = MissionStatus.queued
  var basis = StatusBasis.decided
  var attempt = 0
  /// The one live claim.
  var holder: FencingToken?
  var issued: [FencingToken] = []
  var isCancelRequested = false
  var question: String?
  var retriedAs: MissionID?
  var version: Int64 = 1
  /// The verdict of a reconciler that the status stands on.
  var verdict: EventID?
  /// How many verdicts were taken back.
  var reversals = 0
  var lateReports: Set<String> = []
  /// What the next event has to be: a verdict's consequence, or the finish for which a verdict was
  /// taken back.
  private var expected: Expected?
  /// The last token that held the mission.
  private var lastToken: FencingToken? { issued.last }

  private enum Expected: Hashable, Sendable {
    case consequence(MissionReconciled.Outcome, of: EventID)
    case finish(FencingToken, after: EventID)
  }

  /// Begins a story by its first event.
  init(_ dispatched: MissionDispatched, _ event: RecordedEvent) throws(Violation) {
    id = dispatched.missionID
    vp = dispatched.request.vpID
    request = dispatched.request
    retryOf = dispatched.retryOf
    target = dispatched.resolvedTargetPath
    guard event.version == 1, event.stream.string == "mission/\(id)" else {
      throw Violation("A mission begins once", "\(event.id) of \(event.stream)")
    }
  }

  /// Whether its worker may still write.
  var isHeld: Bool { status == .running || status == .blocked }

  /// Takes in the next event, or says which rule it breaks.
  mutating func take(_ change: MissionEvent, _ event: RecordedEvent) throws(Violation) {
    guard event.version == version + 1 else {
      throw Violation("Versions have no gap", "\(event.id) is version \(event.version) of \(id)")
    }
    version = event.version
    let awaited = expected
    expected = nil
    if let awaited { try check(change, event, against: awaited) }
    switch change {
    case .claimed(let body): try claimed(body, event)
    case .started(let body): try work(body.attempt, "start")
    case .progress(let body): try work(body.attempt, "progress")
    case .artifact(let body): try work(body.attempt, "artifact")
    case .fallback(let body): try work(body.attempt, "fallback")
    case .heartbeat(let body): try demand(isHeld && holder == body.attempt.token, "heartbeat")
    case .blocked(let body):
      try work(body.attempt, "question")
      set(.blocked, .reported)
      question = body.questionID
    case .unblocked(let body):
      try demand(status == .blocked && question == body.questionID, "answer")
      set(.running, .decided)
      question = nil
    case .cancelRequested:
      try demand(!status.isTerminal && !isCancelRequested, "cancel request")
      isCancelRequested = true
    case .completed(let body):
      try finish(body.attempt.token, awaited)
      end(.completed, .reported)
    case .failed(let body): try failed(body, event, awaited)
    case .cancelled(let body): try cancelled(body, awaited)
    case .requeued(let body): try requeued(body, awaited)
    case .reconciled(let body):
      try demand(isHeld || status == .queued, "verdict")
      try demand(body.previousStatus == status, "verdict on \(body.previousStatus)")
      expected = .consequence(body.outcome, of: event.id)
      verdict = event.id
    case .reconciliationReversed(let body): try reversed(body, event)
    case .lateReport(let body): try late(body)
    case .retried(let body):
      try demand(status == .failed || status == .cancelled, "retry")
      guard retriedAs == nil else { throw Violation("A mission is retried once", "\(event.id)") }
      retriedAs = body.newMissionID
    case .escalated, .acknowledged, .annotated, .workspacePruned: break
    case .dispatched, .imported: throw Violation("A mission begins once", "\(event.id)")
    case .unknown: throw Violation("Every event is known", "\(event.id) \(event.type)")
    }
  }

  /// Says what is left open at the end of a transaction: nothing may be.
  func checkIsWhole() throws(Violation) {
    guard expected == nil else {
      throw Violation("A verdict and its consequence are one transaction", "\(id)")
    }
  }

  // MARK: Rules

  private func check(
    _ change: MissionEvent, _ event: RecordedEvent, against awaited: Expected
  ) throws(Violation) {
    let fits: Bool
    switch (awaited, change) {
    case (.consequence(.failed, let verdict), .failed),
      (.consequence(.cancelled, let verdict), .cancelled),
      (.consequence(.requeued, let verdict), .requeued):
      fits = event.causation == verdict
    case (.finish(_, let reversal), .completed), (.finish(_, let reversal), .failed),
      (.finish(_, let reversal), .cancelled):
      fits = event.causation == reversal
    default: fits = false
    }
    guard fits else {
      throw Violation(
        "A verdict and its consequence are one transaction", "\(event.id) \(event.type) of \(id)")
    }
  }

  private mutating func claimed(
    _ body: MissionClaimed, _ event: RecordedEvent
  ) throws(Violation) {
    guard status == .queued, holder == nil else {
      throw Violation("A mission has at most one live claim", "\(event.id), \(id) is \(status)")
    }
    try demand(!isCancelRequested, "claim of a cancelled mission")
    try demand(body.attempt.attempt == attempt + 1, "claim as attempt \(body.attempt.attempt)")
    try demand(attempt < request.maxAttempts, "claim without attempts left")
    if let notBefore = request.notBefore {
      try demand(event.recordedAt >= notBefore, "claim before its time")
    }
    attempt = body.attempt.attempt
    holder = body.attempt.token
    issued.append(body.attempt.token)
    verdict = nil
    question = nil
    set(.running, .reported)
  }

  private func work(_ by: AttemptRef, _ what: String) throws(Violation) {
    guard holder == by.token else {
      throw Violation("A stale token changes nothing", "\(what) on \(id) by \(by.token)")
    }
    try demand(status == .running, what)
  }

  /// A worker's finish: by the live claim, or after its verdict was taken back.
  private func finish(_ token: FencingToken, _ awaited: Expected?) throws(Violation) {
    if case .finish(let reversing, _) = awaited {
      return try demand(reversing == token, "finish of \(token) after a reversal")
    }
    if status.isTerminal { throw Violation("A mission ends at most once", "\(id), \(status)") }
    guard holder == token else {
      throw Violation("A stale token changes nothing", "finish of \(id) by \(token)")
    }
  }

  private mutating func failed(
    _ body: MissionFailed, _ event: RecordedEvent, _ awaited: Expected?
  ) throws(Violation) {
    let isDeadline = body.failureMode == .deadlineExceeded
    if body.by == .worker {
      guard let token = body.attempt?.token else {
        throw Violation("A finish names its attempt", "\(event.id)")
      }
      try finish(token, awaited)
      return end(.failed, isDeadline ? .decided : .reported)
    }
    if status.isTerminal { throw Violation("A mission ends at most once", "\(id), \(status)") }
    if isDeadline, status == .queued {
      try demand(request.deadline.map { event.recordedAt >= $0 } ?? false, "deadline")
    } else {
      guard case .consequence = awaited else {
        throw Violation("Nothing but a verdict ends a worker's mission", "\(event.id) of \(id)")
      }
      try demand(!isCancelRequested, "failure by a verdict after a cancel request")
    }
    end(.failed, isDeadline ? .decided : .inferred)
  }

  private mutating func cancelled(
    _ body: MissionCancelled, _ awaited: Expected?
  ) throws(Violation) {
    if body.by == .worker, let token = body.attempt?.token {
      try finish(token, awaited)
    } else {
      if status.isTerminal { throw Violation("A mission ends at most once", "\(id), \(status)") }
      try demand(isCancelRequested, "cancel that nobody asked for")
    }
    isCancelRequested = true
    end(.cancelled, .decided)
  }

  private mutating func requeued(
    _ body: MissionRequeued, _ awaited: Expected?
  ) throws(Violation) {
    guard holder == body.attempt.token else {
      throw Violation("A stale token changes nothing", "requeue of \(id) by \(body.attempt.token)")
    }
    try demand(attempt < request.maxAttempts, "requeue without attempts left")
    try demand(!isCancelRequested, "requeue after a cancel request")
    if body.by != .worker {
      guard case .consequence = awaited else {
        throw Violation("Nothing but a verdict ends a worker's mission", "requeue of \(id)")
      }
    }
    holder = nil
    question = nil
    set(.queued, body.by == .worker ? .reported : .inferred)
  }

  private mutating func reversed(
    _ body: MissionReconciliationReversed, _ event: RecordedEvent
  ) throws(Violation) {
    guard let verdict, verdict.description == body.reverses, basis == .inferred,
      status == .failed || status == .queued, lastToken == body.attempt.token, retriedAs == nil,
      !isCancelRequested
    else { throw Violation("Only a standing inference is taken back", "\(event.id) of \(id)") }
    self.verdict = nil
    reversals += 1
    expected = .finish(body.attempt.token, after: event.id)
  }

  private mutating func late(_ body: MissionLateReport) throws(Violation) {
    let key = "\(body.attempt.token) \(body.reported.kind)"
    guard issued.contains(body.attempt.token), holder != body.attempt.token,
      lateReports.insert(key).inserted
    else { throw Violation("A refused finish is kept once", "\(key) on \(id)") }
  }

  // MARK: Moves

  private mutating func set(_ status: MissionStatus, _ basis: StatusBasis) {
    self.status = status
    self.basis = basis
  }

  private mutating func end(_ status: MissionStatus, _ basis: StatusBasis) {
    set(status, basis)
    holder = nil
    question = nil
    if basis != .inferred { verdict = nil }
  }

  private func demand(_ condition: Bool, _ what: String) throws(Violation) {
    guard !condition else { return }
    throw Violation("Only what the status allows happens", "\(what) while \(id) is \(status)")
  }
}
