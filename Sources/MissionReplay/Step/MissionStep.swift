package import CanonicalJSON
package import EventLog
package import MissionModel
import Platform

/// A mission as one event left it, and the changes by that event.
package struct MissionStep: Sendable {
  /// The event.
  package let event: RecordedEvent
  /// What it means.
  package let summary: EventSummary
  /// The mission's full object after it, without members that other missions determine: why it
  /// waits, and behind how many.
  package let state: ObjectFields
  /// The reason why the event could not be folded and changed nothing; nil for one that could.
  package let failure: String?
  /// The fields of that object that the event changed, without its version and position.
  package let changes: [FieldChange]

  /// Fields that locate a state in the log, which every event moves.
  private static let places: Set = ["version", "position"]
  /// Fields that the mission's own stream doesn't tell.
  private static let ofOthers: Set = ["waiting_for", "ahead"]

  /// Replays a mission's stream from its first event, a step for each event; a run of heartbeats is
  /// one step, that of the last, unless `heartbeats` are wanted.
  ///
  /// Each state is judged at the time of its event; an event that can't be read changes nothing,
  /// and says why.
  ///
  /// - Throws: an error where the first event, which holds the request, can't be read.
  package static func replay(
    _ events: [RecordedEvent], lane: String, policy: MissionPolicy, heartbeats: Bool = false,
    upcasting: Upcasting = .current
  ) throws -> [MissionStep] {
    guard let first = events.first, let request = try MissionDispatched(first, upcasting)?.request
    else {
      return []
    }
    var state: MissionState?
    var known = ObjectFields()
    var steps: [MissionStep] = []
    for (index, event) in events.enumerated() {
      let failure = MissionState.fold(&state, event, upcasting)
      let isBeat = event.type == MissionEventType.heartbeat.rawValue
      let goesOn = index + 1 < events.count && events[index + 1].type == event.type
      guard let state, heartbeats || !(isBeat && goesOn) else { continue }
      let view = MissionView(
        state: state, request: request, lane: lane, session: nil, queue: nil,
        now: event.recordedAt, policy: policy)
      let fields = try fields(of: view)
      steps.append(
        MissionStep(
          event: event, summary: EventSummary(of: event, upcasting), state: fields,
          failure: failure.map { "\($0)" },
          changes: fields.leavingOut(places).changes(since: known.leavingOut(places))))
      known = fields
    }
    return steps
  }

  private static func fields(of view: MissionView) throws(JSONError) -> ObjectFields {
    var writer = JSONWriter(order: .asWritten)
    view.writeFull(into: &writer)
    return try ObjectFields(JSONReader(trusted: writer.finish())).leavingOut(ofOthers)
  }
}

extension MissionStep: JSONWritable {
  /// Writes the step: its event in short, its changes, and the mission after it.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("event_id", event.id.description)
      writer.field("version", event.version)
      writer.field("type", event.type)
      writer.field("recorded_at", event.recordedAt.description)
      writer.field("actor", event.actor)
      writer.field("summary", summary.text)
      writer.field("error", failure)
      writer.field("changed", changes)
      writer.field("mission", state)
    }
  }
}
