import EventLog
import MissionModel
import Platform

/// A fold of a mission's events into spans, silences and a count of heartbeats.
///
/// Spans come from the status after each event, as the model's own fold has it, so that no rule of
/// the status machine is repeated here.
struct SpanBuilder {
  private(set) var spans: [Timeline.Span] = []
  private(set) var gaps: [Timeline.Gap] = []
  private(set) var heartbeats = Timeline.Heartbeats()
  /// When the mission became terminal; nil while it isn't.
  private(set) var endedAt: Instant?
  private let heartbeatSeconds: Double
  private let past: ImportedPast?
  /// The last sign of life of the worker that holds the mission, and its lease then.
  private var sign: (at: Instant, lease: Double)?
  /// The last sign of life in the latest attempt that ended.
  private var signBeforeEnd: (at: Instant, lease: Double)?

  /// Makes a builder; silences are measured by the time between two heartbeats, and begin after an
  /// import.
  init(heartbeatSeconds: Double, past: ImportedPast? = nil) {
    self.heartbeatSeconds = heartbeatSeconds
    self.past = past
  }

  /// Takes the next event, with the mission after it.
  mutating func take(_ event: RecordedEvent, _ state: MissionState) {
    let at = event.recordedAt
    if let past, event.version == 1 {
      spans = past.spans(of: state)
      endedAt = state.status.isTerminal ? past.end(of: state) : nil
      return
    }
    if event.type == MissionEventType.heartbeat.rawValue {
      heartbeats.count += 1
      heartbeats.last = at
    }
    guard event.type != MissionEventType.reconciliationReversed.rawValue else {
      // The finish that follows it ends the attempt.
      return takeBackVerdict()
    }
    let renewed =
      state.status.isHeld ? state.lease.flatMap { $0.position == event.position ? $0 : nil } : nil
    if renewed != nil || !state.status.isHeld { closeSilence(at) }
    moveSpan(event, state)
    if let renewed {
      sign = (at, renewed.length.value)
    } else if !state.status.isHeld {
      signBeforeEnd = sign ?? signBeforeEnd
      sign = nil
    }
    if !state.status.isTerminal {
      endedAt = nil
    } else if endedAt == nil || state.statusPosition == event.position {
      // A verdict that was taken back was no end.
      endedAt = at
    }
  }

  /// Closes the fold at `now`: a silence that continues is a gap without an end.
  mutating func finish(_ now: Instant) {
    if let sign, isSilence(from: sign.at, to: now, lease: sign.lease) {
      addGap(from: sign.at, to: nil)
    }
  }

  private mutating func moveSpan(_ event: RecordedEvent, _ state: MissionState) {
    let isHeld = state.status.isHeld
    // An imported attempt may have no number.
    let attempt = isHeld ? max(1, state.attempt) : nil
    if let last = spans.last, last.end == nil {
      if last.status == state.status, last.attempt == attempt { return }
      spans[spans.count - 1].end = event.recordedAt
      spans[spans.count - 1].endedBy = event.type
    }
    guard !state.status.isTerminal else { return }
    spans.append(
      .init(
        status: state.status, attempt: attempt, worker: isHeld ? state.workerID?.rawValue : nil,
        start: event.recordedAt, end: nil, endedBy: nil))
  }

  /// Reopens the attempt that a verdict ended: it went on all the while, and so did its silence.
  private mutating func takeBackVerdict() {
    guard let attempt = spans.lastIndex(where: { $0.attempt != nil }) else { return }
    spans.removeSubrange((attempt + 1)...)
    spans[attempt].end = nil
    spans[attempt].endedBy = nil
    endedAt = nil
    sign = signBeforeEnd
    if let sign, gaps.last?.start == sign.at { gaps.removeLast() }
  }

  private mutating func closeSilence(_ at: Instant) {
    guard let sign, isSilence(from: sign.at, to: at, lease: sign.lease) else { return }
    addGap(from: sign.at, to: at)
  }

  private mutating func addGap(from start: Instant, to end: Instant?) {
    guard let span = spans.last, let attempt = span.attempt else { return }
    gaps.append(.init(start: start, end: end, attempt: attempt, worker: span.worker ?? ""))
  }

  /// Whether a time is longer than two and a half heartbeats and than a third of the lease, so that
  /// a worker should have reported.
  private func isSilence(from start: Instant, to end: Instant, lease: Double) -> Bool {
    end.seconds(since: start) > max(2.5 * heartbeatSeconds, lease / 3)
  }
}
