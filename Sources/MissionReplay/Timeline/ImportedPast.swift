import EventLog
import MissionModel
package import Platform

/// The part of a mission's life before its import, at the times that the other system kept.
package struct ImportedPast: Sendable {
  /// When the import recorded it here.
  package let recordedAt: Instant
  /// The file that it came from, as its import named it.
  package let source: String
  /// When each of the import's events happened, by its position.
  private let times: [Int64: Instant]
  /// The last of these times.
  private let last: Instant

  /// Finds the import among a mission's events; nil for a mission that was dispatched here.
  ///
  /// An event without a time of its own gets that of the one before it; the mission itself gets its
  /// row's, else the first known time.
  init?(of events: [RecordedEvent], _ upcasting: Upcasting) {
    guard let first = events.first, first.type == MissionEventType.imported.rawValue else {
      return nil
    }
    let imported = events.filter { ImportActor.file(of: $0) != nil }
    recordedAt = first.recordedAt
    source = ImportActor.file(of: first) ?? first.actor
    var at =
      first.occurredAt ?? (Self.times(of: first, upcasting) + imported.map(\.occurredAt))
      .compactMap(\.self).min() ?? first.recordedAt
    var times: [Int64: Instant] = [:]
    for event in imported {
      at = event.occurredAt ?? at
      times[event.position] = at
    }
    self.times = times
    last = times.values.max() ?? first.recordedAt
  }

  /// The times of its course in a mission's row.
  private static func times(of event: RecordedEvent, _ upcasting: Upcasting) -> [Instant?] {
    guard
      case .imported(let row)? = try? MissionEvent(
        type: event.type, schema: event.schema, payload: event.payload, upcasting: upcasting)
    else { return [] }
    return [row.claimedAt, row.startedAt, row.completedAt ?? row.updatedAt]
  }

  /// When an event happened; nil for one that was recorded here as it happened.
  func time(of event: RecordedEvent) -> Instant? { times[event.position] }

  /// The spans that the row's times give, as the mission was when it was imported.
  func spans(of state: MissionState) -> [Timeline.Span] {
    let end = state.status.isTerminal ? self.end(of: state) : nil
    let queued = state.facts.dispatchedAt
    let held = state.startedAt ?? state.claimedAt ?? (state.status.isHeld ? queued ?? last : nil)
    // In a row, a mission may begin after its end.
    let left = [held, end].compactMap(\.self).min()
    var spans: [Timeline.Span] = []
    if let queued, (left ?? queued) > queued || state.status == .queued {
      spans.append(span(.queued, nil, from: queued, to: left))
    }
    if let held, (end ?? .init(microseconds: .max)) > held {
      let status = state.status.isHeld ? state.status : .running
      spans.append(span(status, state, from: held, to: end))
    }
    return spans
  }

  /// The end of a mission that had ended before its import, as far as its row tells.
  func end(of state: MissionState) -> Instant { state.completedAt ?? state.updatedAt ?? last }

  private func span(
    _ status: MissionStatus, _ holder: MissionState?, from start: Instant, to end: Instant?
  ) -> Timeline.Span {
    Timeline.Span(
      status: status, attempt: holder.map { max(1, $0.attempt) },
      worker: holder?.workerID?.rawValue, start: start, end: end,
      endedBy: end == nil ? nil : MissionEventType.imported.rawValue)
  }
}
