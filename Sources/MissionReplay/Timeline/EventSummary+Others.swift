import CanonicalJSON
package import EventLog
import EventProjections
import MissionControl
package import MissionModel

extension EventSummary {
  /// Describes any event; one that this build can't read is shown by its type and size.
  package init(of event: RecordedEvent, _ upcasting: Upcasting = .current) {
    self =
      Self.kept(event) ?? (try? Self.read(event, upcasting))
      ?? Self.unread(event.type, event.schema, event.payload)
  }

  /// Describes an event that an import kept, by its original type.
  private static func kept(_ event: RecordedEvent) -> EventSummary? {
    guard ImportActor.file(of: event) != nil,
      event.type == MissionEventType.annotated.rawValue,
      let kept = (try? MissionAnnotated(payload: event.payload))?.kept
    else { return nil }
    return .init("\(kept.type), kept", kept.payload)
  }

  private static func read(
    _ event: RecordedEvent, _ upcasting: Upcasting
  ) throws(JSONError) -> EventSummary {
    let (type, schema, payload) = (event.type, event.schema, event.payload)
    if type.hasPrefix(MissionEventType.prefix) {
      return EventSummary(
        try MissionEvent(type: type, schema: schema, payload: payload, upcasting: upcasting),
        by: event.actor)
    }
    if type.hasPrefix(SessionEventType.prefix) {
      return EventSummary(
        try SessionEvent(type: type, schema: schema, payload: payload, upcasting: upcasting))
    }
    if type.hasPrefix(QueueEventType.prefix) {
      return EventSummary(
        try QueueEvent(type: type, schema: schema, payload: payload, upcasting: upcasting))
    }
    if RuntimeEventType(rawValue: type) != nil {
      return EventSummary(
        try RuntimeEvent(type: type, schema: schema, payload: payload, upcasting: upcasting))
    }
    switch type {
    case RebuildReport.eventType:
      let names = ["projection", "rows", "added", "changed", "removed"]
      return .init("rebuilt", try members(names, of: payload), .faint)
    case NewEvent.restored:
      let names = ["file", "first_position", "last_position"]
      return .init("events restored from an export", try members(names, of: payload), .faint)
    case NewEvent.writerChangedType:
      let text = try members(["version", "commit"], of: payload)
      return .init("first write by another build", text, .faint)
    default: return unread(type, schema, payload)
    }
  }

  /// The members of these names, each with its name.
  private static func members(
    _ names: [String], of payload: JSONText
  ) throws(JSONError) -> String {
    let found = try payload.members
    return names.compactMap { name in found[name].map { "\(name) \($0.readable)" } }
      .joined(separator: ", ")
  }

  /// Describes an event that this build can't read by its type and size.
  static func unread(_ type: String, _ schema: Int, _ payload: JSONText) -> EventSummary {
    .init("\(type), schema \(schema), \(payload.bytes.count) bytes")
  }

  private init(_ event: SessionEvent) {
    self =
      switch event {
      case .registered(let payload):
        .init(
          "worker \(payload.session.worker) registered"
            + (payload.process.host.map { " on \($0)" } ?? "")
            + (payload.process.pid.map { ", process \($0)" } ?? ""))
      case .heartbeat: .init("idle heartbeat", nil, .faint)
      case .degraded(let payload): .init("degraded", payload.error, .warning)
      case .lost(let payload): .init("worker lost", payload.observed, .bad)
      case .retired(let payload): .init("worker \(payload.session.worker) retired")
      case .unknown(let event): Self.unread(event.type, event.schema, event.payload)
      }
  }

  private init(_ event: QueueEvent) {
    self =
      switch event {
      case .paused(let payload):
        .init(
          "\(payload.vpID) paused" + (payload.until.map { " until \($0)" } ?? ""), payload.reason,
          .warning)
      case .resumed(let payload): .init("\(payload.vpID) resumed")
      case .imported(let payload): .init("\(payload.vpID) known by an import")
      case .unknown(let event): Self.unread(event.type, event.schema, event.payload)
      }
  }

  private init(_ event: RuntimeEvent) {
    self =
      switch event {
      case .delivered(let payload):
        .init(
          "\(payload.source.event) \(Self.word(payload.eventType)) of "
            + "\(payload.missionID.short) to \(payload.sourceSessionID)"
            + (payload.isRedelivery ? ", again" : ""), payload.objective)
      case .advanced(let payload):
        .init("\(payload.skipped) events passed, up to \(payload.source.event)", nil, .faint)
      case .cursorMoved(let payload):
        .init(
          "\(payload.ledger) from \(payload.previous) to \(payload.target)",
          payload.action.rawValue, .warning)
      case .acknowledged(let payload): .init("\(payload.sourceSessionID) up to \(payload.place)")
      case .unknown(let event): Self.unread(event.type, event.schema, event.payload)
      }
  }

  /// A mission event's type without the prefix of all.
  private static func word(_ type: String) -> String {
    type.hasPrefix(MissionEventType.prefix)
      ? String(type.dropFirst(MissionEventType.prefix.count)) : type
  }
}
