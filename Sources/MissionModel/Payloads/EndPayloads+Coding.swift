package import CanonicalJSON

extension MissionCompleted {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var outcome = MissionOutcome()
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      if try !outcome.take(key, &reader) { try fields.take(key, &reader) }
    }
    self.init(attempt: try fields.attemptRef(), outcome: outcome)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    outcome.writeMembers(into: &object)
  }
}

extension MissionFailed {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var outcome = MissionOutcome()
    var by: Party?
    var failureMode: FailureMode?
    var error: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .by: by = try reader.readChoice()
      case .failureMode: failureMode = FailureMode(try reader.readString())
      case .error: error = try reader.readOptionalString()
      default: if try !outcome.take(key, &reader) { try fields.take(key, &reader) }
      }
    }
    self.init(
      attempt: fields.optionalAttempt, by: try by.required("by"),
      failureMode: try failureMode.required("failure_mode"), error: error, outcome: outcome)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    outcome.writeMembers(into: &object)
    object.field("by", by)
    object.field("error", error)
    object.field("failure_mode", failureMode)
  }
}

extension MissionCancelled {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var by: Party?
    var reason: String?
    var reported: ReportedFinish?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .by: by = try reader.readChoice()
      case .reason: reason = try reader.readOptionalString()
      case .reported:
        reported = try reader.readNull() ? nil : try ReportedFinish(reading: &reader)
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: fields.optionalAttempt, by: try by.required("by"), reason: reason,
      reported: reported)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    object.field("by", by)
    object.field("reason", reason)
    object.fieldIfPresent("reported", reported)
  }
}

extension MissionRequeued {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var by: Party?
    var reason: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .by: by = try reader.readChoice()
      case .reason: reason = try reader.readString()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), by: try by.required("by"),
      reason: try reason.required("reason"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    object.field("by", by)
    object.field("reason", reason)
  }
}

extension MissionLateReport {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var reported: ReportedFinish?
    var refusal: MissionError.Code?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .reported: reported = try ReportedFinish(reading: &reader)
      case .refusal: refusal = MissionError.Code(rawValue: try reader.readString())
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), reported: try reported.required("reported"),
      refusal: try refusal.required("refusal"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    object.field("refusal", refusal.rawValue)
    object.field("reported", reported)
  }
}
