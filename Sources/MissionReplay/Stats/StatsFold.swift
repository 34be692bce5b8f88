package import EventLog
package import MissionModel
package import Platform

/// A fold of one ledger's events of a window into figures of each VP's missions.
///
/// It depends on the events alone. A mission is kept from its first event in the window to its end,
/// so memory grows with the missions that are open at once, and by 8 bytes for each claim and each
/// end.
package struct StatsFold: Sendable {
  /// The types of events that it counts; others may be left out.
  package static let types = Set(counted.map(\.rawValue))
  private static let counted: [MissionEventType] = [
    .dispatched, .imported, .claimed, .started, .fallback, .completed, .failed, .cancelled,
    .requeued, .reconciled, .reconciliationReversed, .lateReport,
  ]

  /// The figures by VP.
  package private(set) var tallies: [VPID: WorkTally] = [:]
  /// How many events couldn't be folded, and were left out.
  package private(set) var unreadable = 0
  private let since: Instant
  private let upcasting: Upcasting
  private var courses: [Int64: Course] = [:]

  /// The course of a mission that has not ended.
  private struct Course {
    var state: MissionState?
    /// When it last entered the queue.
    var queuedAt: Instant?
    var fellBack = false

    mutating func take(_ event: RecordedEvent, _ upcasting: Upcasting) throws {
      state = try MissionState.evolve(state, event, upcasting)
      switch MissionEventType.named(event.type) {
      case .dispatched: queuedAt = max(event.recordedAt, state?.facts.notBefore ?? event.recordedAt)
      case .requeued: queuedAt = event.recordedAt
      case .fallback: fellBack = true
      default: break
      }
    }
  }

  /// Makes the fold of a window that begins at `since`.
  package init(since: Instant, upcasting: Upcasting = .current) {
    self.since = since
    self.upcasting = upcasting
  }

  /// Takes the window's next event; `past` reads the earlier events of its stream, for a mission
  /// that the fold hasn't seen.
  package mutating func take(
    _ event: RecordedEvent, past: () throws -> [RecordedEvent]
  ) rethrows {
    var course: Course
    if let known = courses.removeValue(forKey: event.streamID) {
      course = known
    } else {
      course = Course()
      if event.version > 1 { for event in try past() { try? course.take(event, upcasting) } }
    }
    let before = course.state
    do {
      try course.take(event, upcasting)
    } catch {
      unreadable += 1
      return
    }
    guard let after = course.state else {
      // A later build began the mission, in a form that this one can't read.
      unreadable += 1
      return
    }
    guard let type = MissionEventType.named(event.type) else { return }
    count(type, at: event.recordedAt, from: before, to: after, course)
    if !after.status.isTerminal { courses[event.streamID] = course }
  }

  private mutating func count(
    _ type: MissionEventType, at time: Instant, from before: MissionState?, to after: MissionState,
    _ course: Course
  ) {
    var tally = tallies[after.facts.vpID] ?? WorkTally()
    defer { tallies[after.facts.vpID] = tally }
    switch type {
    case .dispatched: tally.dispatched += 1
    case .claimed:
      tally.claimed += 1
      if let queuedAt = course.queuedAt { tally.queue.add(time.microseconds(since: queuedAt)) }
    case .fallback: tally.fallbacks += 1
    case .completed, .failed, .cancelled: end(&tally, after, course, by: 1)
    case .requeued: tally.requeued += 1
    case .reconciled: tally.reconciled += 1
    case .reconciliationReversed:
      tally.reversed += 1
      // An end before the window was not counted here.
      if let before, before.status == .failed, (before.completedAt ?? since) >= since {
        end(&tally, before, course, by: -1)
      }
    case .lateReport: tally.lateReports += 1
    default: break
    }
  }

  /// Counts an end, or removes it from the count.
  private func end(_ tally: inout WorkTally, _ state: MissionState, _ course: Course, by one: Int) {
    if course.fellBack { tally.endedAfterFallback += one }
    switch state.status {
    case .completed:
      tally.completed += one
      if let start = state.startedAt, let end = state.completedAt {
        tally.run.add(end.microseconds(since: start))
      }
    case .failed:
      tally.failed += one
      tally.failureModes[state.failureMode?.rawValue ?? "unknown", default: 0] += one
    case .cancelled: tally.cancelled += one
    case .queued, .running, .blocked: break
    }
  }
}
