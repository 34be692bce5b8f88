package import CanonicalJSON
import Platform

extension ReconcilePlan {
  /// The format that a plan's file names.
  private static let format = "missionlog-reconcile-plan/1"

  /// The most bytes that a plan's file may have.
  package static let maximumFileBytes = 15 << 20

  /// The plan as a file: `document` on a line.
  package var file: [UInt8] { document.bytes + [UInt8(ascii: "\n")] }

  /// One JSON object with the plan and the SHA-256 of its canonical bytes.
  package var document: JSONText {
    let body = body
    return JSONText.object { object in
      object.field("digest", Digest(of: body.bytes.span).description)
      object.field("format", Self.format)
      object.field("plan", body)
    }
  }

  /// Reads a plan's file, whatever its white space.
  ///
  /// - Throws: `validation_error` for anything else, and for a plan whose digest doesn't match.
  package init(file bytes: [UInt8]) throws(MissionError) {
    do throws(JSONError) {
      var digest: String?
      var format: String?
      var body: JSONText?
      var reader = JSONReader(try JSONText(canonicalizing: bytes))
      try reader.readObject { (key, reader) throws(JSONError) in
        switch key {
        case "digest": digest = try reader.readString()
        case "format": format = try reader.readString()
        case "plan": body = try reader.readText()
        default: break
        }
      }
      guard format == Self.format, let body else {
        throw JSONError(code: .wrongType, offset: 0, message: "it is not a \(Self.format)")
      }
      guard digest == Digest(of: body.bytes.span).description else {
        throw JSONError(
          code: .wrongType, offset: 0,
          message: "its digest doesn't match its content: it was changed after it was made")
      }
      try self.init(body: body)
    } catch {
      throw MissionError(
        .validationError,
        "the plan can't be used: \(error.message); make a new one with reconcile --plan")
    }
  }

  private var body: JSONText {
    JSONText.object { object in
      object.field("ledgers", array: { list in for lane in lanes { list.element(lane) } })
      object.field("made_by", madeBy)
      object.field("now", now.description)
      object.field(
        "policy",
        object: { object in
          object.field("cancel_grace", policy.rules.cancelGrace)
          object.field("lease_ttl", policy.rules.leaseTTL)
          object.field("reconcile_max", policy.limit)
          object.field("reconcile_policy", policy.requeues ? "requeue" : "fail")
          object.field("stale_mission_seconds", policy.rules.staleMissionSeconds)
          object.field("stale_session_seconds", policy.rules.staleSessionSeconds)
        })
    }
  }

  private init(body: JSONText) throws(JSONError) {
    var now: Instant?
    var madeBy: String?
    var policy = ReconcilePolicy()
    var lanes: [Lane] = []
    var reader = JSONReader(body)
    try reader.readObject { (key, reader) throws(JSONError) in
      switch key {
      case "now": now = try reader.readInstant()
      case "made_by": madeBy = try reader.readString()
      case "policy": policy = try ReconcilePolicy(from: &reader)
      case "ledgers":
        try reader.readArray { (reader) throws(JSONError) in
          lanes.append(try Lane(from: &reader))
        }
      default: break
      }
    }
    self.init(
      now: try now.required("now"), madeBy: try madeBy.required("made_by"), policy: policy,
      lanes: lanes)
  }
}

extension ReconcilePlan.Lane: JSONWritable {
  /// Writes the ledger's part.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("head", head)
      object.field("ledger", lane)
      object.field("left", left)
      object.field("lineage", lineage)
      object.field("missions", array: { list in for verdict in missions { list.element(verdict) } })
      object.field("sessions", array: { list in for verdict in sessions { list.element(verdict) } })
    }
  }

  fileprivate init(from reader: inout JSONReader) throws(JSONError) {
    var lane: String?
    var lineage: String?
    var head: Int64?
    // A plan of an earlier release doesn't have the number.
    var left = 0
    var sessions: [SessionVerdict] = []
    var missions: [MissionVerdict] = []
    try reader.readObject { (key, reader) throws(JSONError) in
      switch key {
      case "ledger": lane = try reader.readString()
      case "lineage": lineage = try reader.readString()
      case "head": head = try reader.readInt64()
      case "left": left = try reader.readInt()
      case "sessions":
        try reader.readArray { (reader) throws(JSONError) in
          sessions.append(try SessionVerdict(from: &reader))
        }
      case "missions":
        try reader.readArray { (reader) throws(JSONError) in
          missions.append(try MissionVerdict(from: &reader))
        }
      default: break
      }
    }
    self.init(
      lane: try lane.required("ledger"), lineage: try lineage.required("lineage"),
      head: try head.required("head"), sessions: sessions, missions: missions, left: left)
  }
}

extension ReconcilePolicy {
  fileprivate init(from reader: inout JSONReader) throws(JSONError) {
    self.init()
    try reader.readObject { (key, reader) throws(JSONError) in
      switch key {
      case "cancel_grace": rules.cancelGrace = try reader.readDouble()
      case "lease_ttl": rules.leaseTTL = try reader.readDouble()
      case "reconcile_max": limit = try reader.readInt()
      case "reconcile_policy": requeues = try reader.readString() == "requeue"
      case "stale_mission_seconds": rules.staleMissionSeconds = try reader.readDouble()
      case "stale_session_seconds": rules.staleSessionSeconds = try reader.readDouble()
      default: break
      }
    }
  }
}
