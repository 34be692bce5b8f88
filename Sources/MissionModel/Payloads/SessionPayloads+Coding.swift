package import CanonicalJSON

extension SessionRegistered {
  package init(payload: JSONText) throws(JSONError) {
    var fields = SessionFields()
    var process = WorkerProcess()
    var mono: Int64?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "machine_id": process.machineID = try reader.readOptionalString()
      case "boot_id": process.bootID = try reader.readOptionalString()
      case "pid_namespace": process.pidNamespace = try reader.readOptionalInt64()
      case "pid": process.pid = try reader.readOptionalInt64()
      case "process_start": process.processStart = try reader.readOptionalInt64()
      case "host": process.host = try reader.readOptionalString()
      case "version": process.version = try reader.readOptionalString()
      case "mono": mono = try reader.readOptionalInt64()
      default: try fields.take(key, &reader)
      }
    }
    self.init(session: try fields.session(), process: process, mono: mono)
  }

  package func writeMembers(into object: inout JSONWriter) {
    session.writeMembers(into: &object)
    object.field("boot_id", process.bootID)
    object.field("host", process.host)
    object.field("machine_id", process.machineID)
    object.field("mono", mono)
    object.field("pid", process.pid)
    object.field("pid_namespace", process.pidNamespace)
    object.field("process_start", process.processStart)
    object.field("version", process.version)
  }
}

extension SessionHeartbeat {
  package init(payload: JSONText) throws(JSONError) {
    var fields = SessionFields()
    var bootID: String?
    var mono: Int64?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key {
      case "boot_id": bootID = try reader.readOptionalString()
      case "mono": mono = try reader.readOptionalInt64()
      default: try fields.take(key, &reader)
      }
    }
    self.init(session: try fields.session(), bootID: bootID, mono: mono)
  }

  package func writeMembers(into object: inout JSONWriter) {
    session.writeMembers(into: &object)
    object.field("boot_id", bootID)
    object.field("mono", mono)
  }
}

extension SessionDegraded {
  package init(payload: JSONText) throws(JSONError) {
    var fields = SessionFields()
    var error: String?
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      if key == "error" { error = try reader.readString() } else { try fields.take(key, &reader) }
    }
    self.init(session: try fields.session(), error: try error.required("error"))
  }

  package func writeMembers(into object: inout JSONWriter) {
    session.writeMembers(into: &object)
    object.field("error", error)
  }
}

extension SessionLost {
  package init(payload: JSONText) throws(JSONError) {
    var fields = SessionFields()
    var evidence = JSONText.null
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() {
      if key == "evidence" {
        evidence = try reader.readText()
      } else {
        try fields.take(key, &reader)
      }
    }
    self.init(session: try fields.session(), evidence: evidence)
  }

  package func writeMembers(into object: inout JSONWriter) {
    session.writeMembers(into: &object)
    object.field("evidence", evidence)
  }
}

extension SessionRetired {
  package init(payload: JSONText) throws(JSONError) {
    var fields = SessionFields()
    var reader = JSONReader(payload)
    try reader.beginObject()
    while let key = try reader.nextKey() { try fields.take(key, &reader) }
    self.init(session: try fields.session())
  }

  package func writeMembers(into object: inout JSONWriter) {
    session.writeMembers(into: &object)
  }
}

/// The two members that name a session, collected while a payload is read.
private struct SessionFields {
  private var vpID: VPID?
  private var workerID: WorkerID?

  mutating func take(_ key: JSONKey, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "vp_id": vpID = try reader.readVPID()
    case "worker_id": workerID = try reader.readWorkerID()
    default: try reader.skip()
    }
  }

  func session() throws(JSONError) -> SessionID {
    SessionID(vp: try vpID.required("vp_id"), worker: try workerID.required("worker_id"))
  }
}

extension SessionID {
  /// Writes `vp_id` and `worker_id`.
  fileprivate func writeMembers(into object: inout JSONWriter) {
    object.field("vp_id", vp)
    object.field("worker_id", worker)
  }
}
