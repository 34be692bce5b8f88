package import CanonicalJSON

extension MissionClaimed {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var leaseSeconds: Millionths?
    var host: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .leaseSeconds: leaseSeconds = try reader.readMillionths()
      case .host: host = try reader.readOptionalString()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), lease: try fields.renewal(),
      leaseSeconds: try leaseSeconds.required("lease_seconds"), host: host)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    lease.writeMembers(into: &object)
    object.field("host", host)
    object.field("lease_seconds", leaseSeconds)
  }
}

extension MissionStarted {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var workspace: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .workspace: workspace = try reader.readOptionalString()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), lease: try fields.renewal(), workspace: workspace)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    lease.writeMembers(into: &object)
    object.field("workspace", workspace)
  }
}

extension MissionHeartbeat {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() { try fields.take(key, &reader) }
    self.init(attempt: try fields.attemptRef(), lease: try fields.renewal())
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    lease.writeMembers(into: &object)
  }
}

extension MissionProgressed {
  package init(payload: JSONText) throws(JSONError) {
    try self.init(payload: payload, reading: .whole)
  }

  /// Reads the payload to the given extent.
  init(payload: JSONText, reading extent: PayloadExtent) throws(JSONError) {
    var fields = AttemptFields()
    var summary: String?
    var percent: Millionths?
    var usage: Usage?
    var detail: JSONText?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .summary: summary = try reader.readOptionalString()
      case .percent: percent = try reader.readOptionalMillionths()
      case .usage: usage = try reader.readNull() ? nil : try Usage(reading: &reader)
      case .detail where extent == .whole: detail = try reader.readOptionalText()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), lease: try fields.renewal(), summary: summary,
      percent: percent, usage: usage, detail: detail)
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    lease.writeMembers(into: &object)
    object.fieldIfPresent("detail", detail)
    object.fieldIfPresent("percent", percent)
    object.fieldIfPresent("summary", summary)
    object.fieldIfPresent("usage", usage)
  }
}

extension MissionArtifact {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var path: String?
    var bytes: Int64?
    var sha256: String?
    var role: ArtifactRole?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .path: path = try reader.readString()
      case .bytes: bytes = try reader.readOptionalInt64()
      case .sha256: sha256 = try reader.readOptionalString()
      case .role: role = try reader.readChoice()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), lease: try fields.renewal(),
      path: try path.required("path"), bytes: bytes, sha256: sha256,
      role: try role.required("role"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    lease.writeMembers(into: &object)
    object.field("bytes", bytes)
    object.field("path", path)
    object.field("role", role)
    object.field("sha256", sha256)
  }
}

extension MissionFallback {
  package init(payload: JSONText) throws(JSONError) {
    var fields = AttemptFields()
    var from: String?
    var to: String?
    var reason: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .from: from = try reader.readString()
      case .to: to = try reader.readString()
      case .reason: reason = try reader.readString()
      default: try fields.take(key, &reader)
      }
    }
    self.init(
      attempt: try fields.attemptRef(), lease: try fields.renewal(),
      from: try from.required("from"), to: try to.required("to"),
      reason: try reason.required("reason"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    attempt.writeMembers(into: &object)
    lease.writeMembers(into: &object)
    object.field("from", from)
    object.field("reason", reason)
    object.field("to", to)
  }
}
