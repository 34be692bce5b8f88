package import Platform

/// A mission as its events so far make it: the row of the missions projection.
///
/// It holds what moves, and what lists, rules and the next decision need. The request itself is
/// immutable and is read from the first event, at `facts.dispatchPosition`. Times are those of the
/// log, except in imported history.
package struct MissionState: Hashable, Sendable {
  /// What the first event settled for good.
  @Shared package var facts: MissionFacts

  /// Where the mission is.
  package var status: MissionStatus
  /// Who the status is owed to.
  package var basis: StatusBasis
  /// The position of the event that set the status.
  package var statusPosition: Int64

  /// The number of the last claim; 0 before the first.
  package var attempt = 0
  /// Every token that was given out, oldest first: one for each attempt.
  package var tokens: [IssuedToken] = []
  /// The lease of the worker that holds the mission; nil in the queue and at the end.
  ///
  /// That of imported history is the claim that its row tells of, if any.
  package var lease: Lease?
  /// The worker that holds the mission or ended it; nil in the queue.
  package var workerID: WorkerID?
  /// The machine of the last attempt's worker, where it is known; kept in the queue, since that worker's late finish
  /// may yet count.
  package var workerHost: String?
  /// The folder that the worker named when it started.
  package var workspace: String?
  /// When the worker last wrote.
  package var lastHeartbeatAt: Instant?

  /// How far this attempt is.
  @Boxed package var progress: MissionProgress?
  /// What this attempt has used.
  package var usage = Usage()

  /// The request to stop, where there is one.
  @Boxed package var cancel: CancelRequest?
  /// How many questions were asked so far.
  package var questions = 0
  /// The question that the mission waits on.
  @Boxed package var question: MissionQuestion?
  /// The last answer it got.
  @Boxed package var lastAnswer: MissionAnswer?

  /// What its end says of the work, never empty; what was used is in `usage`.
  @Boxed package var outcome: MissionOutcome?
  /// How it failed.
  package var failureMode: FailureMode?
  /// What went wrong, with the end of the output.
  package var failureDetail: String?
  /// The finish by which the token's holder itself ended it; nil where another did.
  package var finish: ReportedFinish.Kind?
  /// The position of the reconciler's verdict that the status stands on, while it stands.
  package var verdict: Int64?

  /// The retry that was made of it.
  @Boxed package var retried: MissionRetried?
  /// Whether a person was asked to look.
  package var escalated = false
  /// Whether a person has looked since its last event that is not a heartbeat.
  package var acknowledged = false
  /// How many finishes came too late and were kept.
  package var lateReports = 0

  /// When this attempt was claimed and started, and when the mission ended.
  package var claimedAt: Instant?
  package var startedAt: Instant?
  package var completedAt: Instant?
  /// When its last event was recorded; nil only for imported history without that time.
  package var updatedAt: Instant?
  /// The version of its stream.
  package var version: Int64
  /// The position of its last event.
  package var position: Int64

  /// Makes the state of a mission that has only its first event.
  package init(
    facts: MissionFacts, status: MissionStatus, basis: StatusBasis, updatedAt: Instant?,
    version: Int64, position: Int64
  ) {
    _facts = Shared(wrappedValue: facts)
    self.status = status
    self.basis = basis
    statusPosition = position
    self.updatedAt = updatedAt
    self.version = version
    self.position = position
  }

  /// Whether it runs by an import's word alone: no worker will ever report on it.
  package var isHeldByImport: Bool { facts.isImported && tokens.isEmpty && status.isHeld }

  /// Whether it waits on the answer to this very question.
  package func isAsking(_ text: String, _ options: [String]) -> Bool {
    question.map { asked in
      ExactText(asked.question) == ExactText(text)
        && asked.options.map { ExactText($0) } == options.map { ExactText($0) }
    } ?? false
  }

  /// The cancel that somebody asked for; nil where a worker ended its mission so by itself.
  package var cancelRequest: CancelRequest? {
    cancel.flatMap { $0.position == statusPosition && status == .cancelled ? nil : $0 }
  }

  /// Whether a cancel was asked for.
  package var isCancelRequested: Bool { cancel != nil }

  /// The folder on its worker's host that holds its files; nil as long as no worker has named one.
  package var resultFolder: String? {
    let scheme = "workspace://"
    guard let ref = outcome?.resultRef, ref.hasPrefix(scheme) else { return workspace }
    return String(ref.dropFirst(scheme.count))
  }

  /// The token that was given out last, whoever holds the mission now.
  package var lastToken: FencingToken? { tokens.last?.token }
}
