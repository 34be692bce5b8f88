package import EventLog
package import MissionModel
package import Platform

/// What happened to one mission, in order: its spans, events, silences and relatives.
///
/// A value made of the mission's events, `now` and policy alone, so that a timeline as of an
/// earlier moment is the same call with fewer events and that moment as `now`.
package struct Timeline: Sendable {
  /// A stretch of time during which the mission was queued, running or blocked.
  package struct Span: Hashable, Sendable {
    /// The status; never a terminal one.
    package let status: MissionStatus
    /// The attempt that ran or waited for an answer; nil while queued.
    package let attempt: Int?
    /// The worker of that attempt; nil while queued.
    package let worker: String?
    /// When it began.
    package let start: Instant
    /// When it ended; nil where it hasn't.
    package var end: Instant?
    /// The type of the event that ended it; nil where it hasn't ended.
    package var endedBy: String?
  }

  /// One event other than a heartbeat, with a line about it.
  package struct Entry: Hashable, Sendable {
    /// `<ledger>:<position>`.
    package let eventID: EventID
    /// The event's type.
    package let type: String
    /// When it happened: when it was recorded, unless an import brought it.
    package let at: Instant
    /// When it was recorded.
    package let recordedAt: Instant
    /// The actor that caused it.
    package let actor: String
    /// One line for people.
    package let summary: EventSummary
    /// The event that caused it, if one is named.
    package let causation: EventID?
  }

  /// A silence of the worker that was longer than its heartbeats allow.
  package struct Gap: Hashable, Sendable {
    /// The worker's last sign of life before it.
    package let start: Instant
    /// The next sign of life or the attempt's end; nil where the silence goes on.
    package let end: Instant?
    /// The silent attempt.
    package let attempt: Int
    /// The silent worker.
    package let worker: String

    /// Makes a silence.
    package init(start: Instant, end: Instant?, attempt: Int, worker: String) {
      self.start = start
      self.end = end
      self.attempt = attempt
      self.worker = worker
    }
  }

  /// A mission related to this one.
  package struct Relative: Hashable, Sendable {
    /// The relation: `retry_of`, `retried_by`, or `chain` for the first mission of the chain.
    package let relation: String
    /// The other mission.
    package let missionID: String
  }

  /// The heartbeats, counted instead of listed.
  package struct Heartbeats: Hashable, Sendable {
    /// How many there were.
    package var count = 0
    /// When the last one was recorded.
    package var last: Instant?
  }

  /// The mission as it is at `now`.
  package let mission: MissionView
  /// The moment at which the timeline ends.
  package let now: Instant
  /// The past of an imported mission, as its import tells it.
  package let past: ImportedPast?
  /// When the first event happened.
  package let start: Instant
  /// When the mission ended, or `now`.
  package let end: Instant
  /// Queued, running and blocked stretches, in order, without holes.
  package let spans: [Span]
  /// Every event but heartbeats, in order.
  package let entries: [Entry]
  /// The worker's silences, in order.
  package let gaps: [Gap]
  /// The heartbeats, counted.
  package let heartbeats: Heartbeats
  /// Related missions.
  package let relatives: [Relative]

  /// The length of the whole, in microseconds.
  var length: Int64 { end.microseconds(since: start) }

  /// A length of time as a clock shows it; in milliseconds where tenths of a second would hide
  /// differences.
  func clockText(_ microseconds: Int64) -> String {
    SpanText.clock(microseconds, isShort: length < 10_000_000)
  }

  /// The parts of silences on a span's bar: none while blocked, since the bar must show that.
  func silences(in span: Span) -> [(gap: Gap, start: Instant, end: Instant)] {
    guard span.status == .running else { return [] }
    return gaps.compactMap { gap in
      let from = max(gap.start, span.start)
      let to = min(gap.end ?? end, span.end ?? end)
      return gap.attempt == span.attempt && from < to ? (gap, from, to) : nil
    }
  }

  /// Whether any bar shows a silence.
  var showsSilence: Bool { spans.contains { !silences(in: $0).isEmpty } }
}
