package import CanonicalJSON

extension MissionCancelRequested {
  package init(payload: JSONText) throws(JSONError) {
    var reason: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      if key == .reason { reason = try reader.readString() } else { try reader.skip() }
    }
    self.init(reason: try reason.required("reason"))
  }

  package func writeMembers(into object: inout JSONWriter) { object.field("reason", reason) }
}

extension MissionRetried {
  package init(payload: JSONText) throws(JSONError) {
    var newMissionID: MissionID?
    var vpID: VPID?
    var guidance: String?
    var freshWorkspace = false
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .newMissionID: newMissionID = try reader.readMissionID()
      case .vpID: vpID = try reader.readVPID()
      case .guidance: guidance = try reader.readOptionalString()
      case .freshWorkspace: freshWorkspace = try reader.readBool()
      default: try reader.skip()
      }
    }
    self.init(
      newMissionID: try newMissionID.required("new_mission_id"),
      vpID: try vpID.required("vp_id"), guidance: guidance, freshWorkspace: freshWorkspace)
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("fresh_workspace", freshWorkspace)
    object.field("guidance", guidance)
    object.field("new_mission_id", newMissionID)
    object.field("vp_id", vpID)
  }
}

extension MissionEscalated {
  package init(payload: JSONText) throws(JSONError) {
    var summary: String?
    var why: String?
    var action: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .summary: summary = try reader.readString()
      case .whyEscalating: why = try reader.readString()
      case .recommendedAction: action = try reader.readOptionalString()
      default: try reader.skip()
      }
    }
    self.init(
      summary: try summary.required("summary"),
      whyEscalating: try why.required("why_escalating"), recommendedAction: action)
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("recommended_action", recommendedAction)
    object.field("summary", summary)
    object.field("why_escalating", whyEscalating)
  }
}

extension MissionAcknowledged {
  package init(payload: JSONText) throws(JSONError) {
    var note: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      if key == .note { note = try reader.readOptionalString() } else { try reader.skip() }
    }
    self.init(note: note)
  }

  package func writeMembers(into object: inout JSONWriter) { object.field("note", note) }
}

extension MissionAnnotated {
  package init(payload: JSONText) throws(JSONError) {
    var note: String?
    var data: JSONText?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .note: note = try reader.readString()
      case .data: data = try reader.readOptionalText()
      default: try reader.skip()
      }
    }
    self.init(note: try note.required("note"), data: data)
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("data", data)
    object.field("note", note)
  }
}

extension MissionWorkspacePruned {
  package init(payload: JSONText) throws(JSONError) {
    var bytesFreed: Int64?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      if key == .bytesFreed { bytesFreed = try reader.readInt64() } else { try reader.skip() }
    }
    self.init(bytesFreed: try bytesFreed.required("bytes_freed"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("bytes_freed", bytesFreed)
  }
}
