package import CanonicalJSON

extension MissionOutcome {
  /// Reads the member if it is one of an outcome's; otherwise returns false and reads nothing.
  mutating func take(_ key: MissionKey, _ reader: inout JSONReader) throws(JSONError) -> Bool {
    switch key {
    case .resultRef: resultRef = try reader.readOptionalString()
    case .message: message = try reader.readOptionalString()
    case .nextAction: nextAction = try reader.readOptionalString()
    case .deliverables: deliverables = try reader.readNull() ? [] : try reader.readStrings()
    case .missionReceiptRelpath: receiptPath = try reader.readOptionalString()
    case .syncReadyMarkerRelpath: markerPath = try reader.readOptionalString()
    case .usage: usage = try reader.readNull() ? nil : try Usage(reading: &reader)
    default: return false
    }
    return true
  }

  /// Writes every member; null where there is no value.
  func writeMembers(into object: inout JSONWriter) {
    object.field("deliverables", deliverables)
    object.field("message", message)
    object.field("mission_receipt_relpath", receiptPath)
    object.field("next_action", nextAction)
    object.field("result_ref", resultRef)
    object.field("sync_ready_marker_relpath", markerPath)
    object.field("usage", usage)
  }
}

extension ReportedFinish: JSONWritable {
  /// Writes the report as one object, with the members of its kind.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      if kind != .cancelled || outcome != MissionOutcome() { outcome.writeMembers(into: &object) }
      object.fieldIfPresent("error", error)
      object.fieldIfPresent("failure_mode", failureMode)
      object.fieldIfPresent("reason", reason)
      object.field("status", kind)
    }
  }

  /// Reads a report, ignoring unknown fields.
  init(reading reader: inout JSONReader) throws(JSONError) {
    var kind: Kind?
    var outcome = MissionOutcome()
    var failureMode: FailureMode?
    var error: String?
    var reason: String?
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .status: kind = try reader.readChoice()
      case .error: error = try reader.readOptionalString()
      case .failureMode:
        failureMode = try reader.readOptionalString().map { FailureMode($0) }
      case .reason: reason = try reader.readOptionalString()
      default: if try !outcome.take(key, &reader) { try reader.skip() }
      }
    }
    self.init(
      kind: try kind.required("reported.status"), outcome: outcome, failureMode: failureMode,
      error: error, reason: reason)
  }
}
