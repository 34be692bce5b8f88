package import CanonicalJSON
import Platform

extension QueuePaused {
  package init(payload: JSONText) throws(JSONError) {
    var vpID: VPID?
    var reason: String?
    var until: Instant?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "vp_id": vpID = try reader.readVPID()
      case "reason": reason = try reader.readOptionalString()
      case "until": until = try reader.readOptionalInstant()
      default: try reader.skip()
      }
    }
    self.init(vpID: try vpID.required("vp_id"), reason: reason, until: until)
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("reason", reason)
    object.field("until", until)
    object.field("vp_id", vpID)
  }
}

extension QueueResumed {
  package init(payload: JSONText) throws(JSONError) {
    var vpID: VPID?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      if key == "vp_id" { vpID = try reader.readVPID() } else { try reader.skip() }
    }
    self.init(vpID: try vpID.required("vp_id"))
  }

  package func writeMembers(into object: inout JSONWriter) { object.field("vp_id", vpID) }
}

extension QueueImported {
  package init(payload: JSONText) throws(JSONError) {
    var vpID: VPID?
    var session = JSONText.emptyObject
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "vp_id": vpID = try reader.readVPID()
      case "session": session = try reader.readText()
      default: try reader.skip()
      }
    }
    self.init(vpID: try vpID.required("vp_id"), session: session)
  }

  package func writeMembers(into object: inout JSONWriter) {
    object.field("session", session)
    object.field("vp_id", vpID)
  }
}
