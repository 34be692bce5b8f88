package import CanonicalJSON

extension MissionReconciled {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var outcome: Outcome?
    var reason: String?
    var staleReason: StaleReason?
    var storageLane: String?
    var reconciledBy: String?
    var previousStatus: MissionStatus?
    var evidence = JSONText.null
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .outcome: outcome = try reader.readChoice()
      case .reason: reason = try reader.readString()
      case .staleReason: staleReason = try reader.readOptionalChoice()
      case .storageLane: storageLane = try reader.readString()
      case .reconciledBy: reconciledBy = try reader.readString()
      case .previousStatus: previousStatus = try reader.readChoice()
      case .evidence: evidence = try reader.readText()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: fields.optionalAttempt, outcome: try outcome.required("outcome"),
      reason: try reason.required("reason"), staleReason: staleReason,
      storageLane: try storageLane.required("storage_lane"),
      reconciledBy: try reconciledBy.required("reconciled_by"),
      previousStatus: try previousStatus.required("previous_status"), evidence: evidence)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    object.field("evidence", evidence)
    object.field("outcome", outcome)
    object.field("previous_status", previousStatus)
    object.field("reason", reason)
    object.field("reconciled_by", reconciledBy)
    object.field("stale_reason", staleReason)
    object.field("storage_lane", storageLane)
  }
}

extension MissionReconciliationReversed {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var reverses: String?
    var previousStatus: MissionStatus?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .reverses: reverses = try reader.readString()
      case .previousStatus: previousStatus = try reader.readChoice()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), reverses: try reverses.required("reverses"),
      previousStatus: try previousStatus.required("previous_status"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    object.field("previous_status", previousStatus)
    object.field("reverses", reverses)
  }
}
