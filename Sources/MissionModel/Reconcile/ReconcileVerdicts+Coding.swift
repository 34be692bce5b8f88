package import CanonicalJSON

extension MissionVerdict: JSONWritable {
  /// Writes the verdict with its exact events and the change that they make.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field(
        "change",
        object: { change in
          change.field("status_after", after)
          change.field("status_basis_after", basisAfter)
          change.field("status_before", before)
          change.field("version_after", version + Int64(events.count))
          change.field("version_before", version)
        })
      object.field(
        "events",
        array: { list in
          for event in events {
            list.element(object: { $0.write(event.type, event.schema, event.payload) })
          }
        })
      object.field("evidence", evidence)
      object.field("ground", ground.word)
      object.field("lost_session", lostSession?.description)
      object.field("mission_id", missionID)
      object.field("stale_reason", staleReason)
    }
  }

  init(from reader: inout JSONReader) throws(JSONError) {
    var id: MissionID?
    var version: Int64?
    var lostSession: SessionID?
    var word: String?
    var staleReason: StaleReason?
    var before: MissionStatus?
    var after: MissionStatus?
    var events: [MissionEvent] = []
    var evidence: String?
    try reader.readObject { (key, reader) throws(JSONError) in
      switch key {
      case "mission_id": id = try reader.readMissionID()
      case "change":
        try reader.readObject { (key, reader) throws(JSONError) in
          switch key {
          case "status_before": before = try reader.readChoice()
          case "status_after": after = try reader.readChoice()
          case "version_before": version = try reader.readInt64()
          default: break
          }
        }
      case "events":
        try reader.readArray { (reader) throws(JSONError) in
          let event = try PlannedEvent(from: &reader)
          events.append(
            try MissionEvent(type: event.type, schema: event.schema, payload: event.payload))
        }
      case "lost_session": lostSession = try reader.readOptionalString().flatMap(SessionID.init)
      case "ground": word = try reader.readString()
      case "stale_reason": staleReason = try reader.readOptionalChoice()
      case "evidence": evidence = try reader.readString()
      default: break
      }
    }
    self.init(
      missionID: try id.required("mission_id"), version: try version.required("version_before"),
      lostSession: lostSession, ground: try Ground(word, staleReason).required("ground"),
      before: try before.required("status_before"), after: try after.required("status_after"),
      events: events, evidence: try evidence.required("evidence"))
  }
}

extension MissionVerdict.Ground {
  fileprivate init?(_ word: String?, _ reason: StaleReason?) {
    switch (word, reason) {
    case ("stale", let reason?): self = .stale(reason)
    case ("cancel_overdue", _): self = .cancelOverdue
    case ("deadline_exceeded", _): self = .deadlineExceeded
    default: return nil
    }
  }
}

extension SessionVerdict: JSONWritable {
  /// Writes the verdict with its exact event.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("event", object: { $0.write(event.type, event.schema, event.payload) })
      object.field("evidence", evidence)
      object.field("position", position)
      object.field("session_id", session.description)
    }
  }

  init(from reader: inout JSONReader) throws(JSONError) {
    var session: SessionID?
    var position: Int64?
    var event: SessionEvent?
    var evidence: String?
    try reader.readObject { (key, reader) throws(JSONError) in
      switch key {
      case "session_id": session = SessionID(try reader.readString())
      case "position": position = try reader.readInt64()
      case "event":
        let planned = try PlannedEvent(from: &reader)
        event = try SessionEvent(
          type: planned.type, schema: planned.schema, payload: planned.payload)
      case "evidence": evidence = try reader.readString()
      default: break
      }
    }
    self.init(
      session: try session.required("session_id"), position: try position.required("position"),
      event: try event.required("event"), evidence: try evidence.required("evidence"))
  }
}

/// An event to append.
private struct PlannedEvent {
  let type: String
  let schema: Int
  let payload: JSONText

  init(from reader: inout JSONReader) throws(JSONError) {
    var type: String?
    var schema: Int?
    var payload: JSONText?
    try reader.readObject { (key, reader) throws(JSONError) in
      switch key {
      case "type": type = try reader.readString()
      case "schema": schema = try reader.readInt()
      case "payload": payload = try reader.readText()
      default: break
      }
    }
    self.type = try type.required("type")
    self.schema = try schema.required("schema")
    self.payload = try payload.required("payload")
  }
}

extension JSONWriter {
  /// Writes the members of an event to append.
  fileprivate mutating func write(_ type: String, _ schema: Int, _ payload: JSONText) {
    field("payload", payload)
    field("schema", schema)
    field("type", type)
  }
}
