import CanonicalJSON
package import EventLog
package import MissionModel
import Platform

/// Two missions' courses side by side: what both went through, and where they part.
///
/// Heartbeats don't count, nor do values that differ between runs of the same course: ids, workers,
/// times and places.
package struct MissionDiff: Sendable {
  /// One of the two missions.
  package struct Side: Sendable {
    /// The mission, as it is.
    package let mission: MissionView
    /// Its events, heartbeats aside.
    package let events: [RecordedEvent]

    /// Takes a mission with its whole stream.
    package init(_ mission: MissionView, events: [RecordedEvent]) {
      self.mission = mission
      self.events = events.filter { $0.type != MissionEventType.heartbeat.rawValue }
    }

    /// The event that ends the course: the mission's end, or its latest while it goes on.
    ///
    /// What people do after the end (an acknowledgement, a retry) doesn't lengthen the course.
    var end: RecordedEvent? {
      let ends: [MissionEventType] = [.completed, .failed, .cancelled]
      let end = events.last { event in ends.contains { $0.rawValue == event.type } }
      return mission.state.status.isTerminal ? end ?? events.last : events.last
    }

    /// Microseconds from the mission's first event to another of its events.
    func offset(of event: RecordedEvent) -> Int64 {
      event.recordedAt.microseconds(since: events[0].recordedAt)
    }
  }

  /// A step of the two courses.
  package enum Row: Sendable {
    /// Both took the same step.
    case same(RecordedEvent, RecordedEvent)
    /// Both took a step of the same kind, with differing fields.
    case changed(RecordedEvent, RecordedEvent, [FieldChange])
    /// Only the first took it.
    case left(RecordedEvent)
    /// Only the second took it.
    case right(RecordedEvent)

    /// Whether both took the same step.
    package var isSame: Bool {
      if case .same = self { true } else { false }
    }
  }

  /// The first mission, and the second.
  package let left: Side
  package let right: Side
  /// The differences between the requests.
  package let request: [FieldChange]
  /// The steps of both.
  package let rows: [Row]
  /// The steps by which payloads of older shapes are read.
  let upcasting: Upcasting

  /// Compares two missions; the alignment keeps as many steps in common as it can, and costs the
  /// product of the differing steps (Myers, "An O(ND) Difference Algorithm", 1986).
  ///
  /// - Throws: the error of an event that can't be read.
  package init(_ left: Side, _ right: Side, upcasting: Upcasting = .current) throws {
    self.left = left
    self.right = right
    self.upcasting = upcasting
    func request(of side: Side) throws -> ObjectFields {
      guard let first = side.events.first else { return ObjectFields() }
      return try ObjectFields(reading: first, upcasting)
        .leavingOut(Course.incidental.subtracting(["vp_id"]))
    }
    self.request = try request(of: right).changes(since: request(of: left))
    rows = try Self.align(
      left.events.map { try Course($0, upcasting) },
      right.events.map { try Course($0, upcasting) })
  }

  /// The first row in which the courses differ; nil where they don't.
  package var divergence: Int? { rows.firstIndex { !$0.isSame } }

  /// Whether the requests and the courses are the same.
  package var isSame: Bool { request.isEmpty && divergence == nil }

  private static func align(_ left: [Course], _ right: [Course]) -> [Row] {
    let change = right.difference(from: left)
    var (removed, added): (Set<Int>, Set<Int>) = ([], [])
    for step in change {
      switch step {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var rows: [Row] = []
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let isOnlyLeft = removed.contains(i)
      let isOnlyRight = added.contains(j)
      if isOnlyLeft, isOnlyRight, left[i].event.type == right[j].event.type {
        rows.append(
          .changed(
            left[i].event, right[j].event, right[j].fields.changes(since: left[i].fields)))
        (i, j) = (i + 1, j + 1)
      } else if isOnlyLeft {
        rows.append(.left(left[i].event))
        i += 1
      } else if isOnlyRight {
        rows.append(.right(right[j].event))
        j += 1
      } else {
        rows.append(.same(left[i].event, right[j].event))
        (i, j) = (i + 1, j + 1)
      }
    }
    return rows
  }
}

/// An event as a step of a course: its type, and its payload without incidental fields.
private struct Course: Equatable {
  let event: RecordedEvent
  let fields: ObjectFields

  /// Fields that differ between runs of the same course.
  static let incidental: Set = [
    "attempt", "boot_id", "chain_id", "chain_length", "expires_at", "host", "idempotency_key",
    "lease_expires_at", "lease_seconds", "mission_id", "mono", "new_mission_id", "result_ref",
    "retry_of", "run_id", "source_session_id", "source_turn_id", "task_id", "trace_id", "vp_id",
    "worker_id", "workspace", "mission_receipt_relpath", "sync_ready_marker_relpath", "usage",
  ]

  init(_ event: RecordedEvent, _ upcasting: Upcasting) throws {
    self.event = event
    // The requests are compared separately.
    fields =
      event.version == 1
      ? ObjectFields()
      : try ObjectFields(reading: event, upcasting).leavingOut(Self.incidental)
  }

  static func == (left: Course, right: Course) -> Bool {
    left.event.type == right.event.type && left.fields.changes(since: right.fields).isEmpty
  }
}

extension ObjectFields {
  /// Splits an event's payload into fields, in its type's current shape; as stored where a later
  /// build wrote it.
  fileprivate init(
    reading event: RecordedEvent, _ upcasting: Upcasting
  ) throws(JSONError) {
    let current = try upcasting.current(
      type: event.type, schema: event.schema, payload: event.payload)
    try self.init(JSONReader(current ?? event.payload))
  }
}
