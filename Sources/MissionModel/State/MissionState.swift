package import Platform

/// A mission's state after its events so far: the row of the missions projection.
///
/// It holds what changes, and what lists, rules and the next decision need. The request itself is
/// immutable and is read from the first event, at `facts.dispatchPosition`. Times are those of the
/// log, except in imported history.
package struct MissionState: Hashable, Sendable {
  /// The permanent facts of the first event.
  @Shared package var facts: MissionFacts

  /// The mission's status.
  package var status: MissionStatus
  /// The basis of the status.
  package var basis: StatusBasis
  /// The position of the event that set the status.
  package var statusPosition: Int64

  /// The number of the last claim; 0 before the first.
  package var attempt = 0
  /// Every token given out, oldest first: one for each attempt.
  package var tokens: [IssuedToken] = []
  /// The lease of the worker that holds the mission; nil in the queue and at the end.
  ///
  /// For imported history it is the claim in its row, if any.
  package var lease: Lease?
  /// The worker that holds the mission or ended it; nil in the queue.
  package var workerID: WorkerID?
  /// The machine of the last attempt's worker, if known; kept in the queue, since that worker's
  /// late finish may yet count.
  package var workerHost: String?
  /// The folder that the worker named when it started.
  package var workspace: String?
  /// When the worker last wrote.
  package var lastHeartbeatAt: Instant?

  /// The progress of this attempt.
  @Boxed package var progress: MissionProgress?
  /// The usage of this attempt.
  package var usage = Usage()

  /// The request to stop, if there is one.
  @Boxed package var cancel: CancelRequest?
  /// How many questions were asked so far.
  package var questions = 0
  /// The open question.
  @Boxed package var question: MissionQuestion?
  /// The last answer that it got.
  @Boxed package var lastAnswer: MissionAnswer?

  /// The outcome at its end, never empty; usage is in `usage`.
  @Boxed package var outcome: MissionOutcome?
  /// How it failed.
  package var failureMode: FailureMode?
  /// What went wrong, with the end of the output.
  package var failureDetail: String?
  /// The finish by which the token's holder itself ended it; nil if something else did.
  package var finish: ReportedFinish.Kind?
  /// The position of the reconciler's verdict, as long as the status rests on it.
  package var verdict: Int64?

  /// The retry of the mission.
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

  /// Whether only an import says that it runs: no worker will ever report on it.
  package var isHeldByImport: Bool { facts.isImported && tokens.isEmpty && status.isHeld }

  /// Whether it waits for the answer to this very question.
  package func isAsking(_ text: String, _ options: [String]) -> Bool {
    question.map { asked in
      ExactText(asked.question) == ExactText(text)
        && asked.options.map { ExactText($0) } == options.map { ExactText($0) }
    } ?? false
  }

  /// The cancel that somebody requested; nil if a worker ended its mission as cancelled by itself.
  package var cancelRequest: CancelRequest? {
    cancel.flatMap { $0.position == statusPosition && status == .cancelled ? nil : $0 }
  }

  /// Whether a cancel was asked for.
  package var isCancelRequested: Bool { cancel != nil }

  /// The folder with its files on its worker's host; nil as long as no worker has named one.
  package var resultFolder: String? {
    outcome?.resultRef.flatMap(ResultReference.folder) ?? workspace
  }

  /// The last token given out, whoever holds the mission now.
  package var lastToken: FencingToken? { tokens.last?.token }
}
