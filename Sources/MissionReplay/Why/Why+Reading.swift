package import CanonicalJSON
import EventLog
import MissionModel
import Platform

extension Why {
  /// Reads an explanation as every door writes it; its rules are their sentences.
  ///
  /// - Throws: an error for a value that is not an explanation.
  package init(reading reader: inout JSONReader) throws(JSONError) {
    var texts: [String: String] = [:]
    var policy = MissionPolicy()
    var events: [Decisive] = []
    var live: WorkerPresence?
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "policy": policy = try MissionPolicy(reading: &reader)
      case "events":
        try reader.readArray { reader throws(JSONError) in
          events.append(try Decisive(reading: &reader))
        }
      case "live_observation": live = try WorkerPresence(reading: &reader)
      default:
        if try reader.peek() == .string {
          texts[key.string] = try reader.readString()
        } else {
          try reader.skip()
        }
      }
    }
    let mission = texts["mission_id"].map { Subject.mission(MissionID(stored: $0)) }
    let session = texts["session_id"].flatMap { SessionID($0) }.map { Subject.session($0) }
    guard let subject = mission ?? session, let status = texts["status"],
      let effective = texts["effective_status"], let rule = texts["rule"],
      let now = texts["now"].flatMap({ Instant(iso8601: $0) })
    else {
      throw JSONError(code: .wrongType, offset: 0, message: "this is no explanation")
    }
    self.subject = subject
    self.status = status
    effectiveStatus = effective
    basis = texts["status_basis"].flatMap(StatusBasis.init)
    staleReason = texts["stale_reason"].flatMap(StaleReason.init)
    rules = rule.split(separator: Self.ruleSeparator).map { RuleText(reading: String($0)) }
    self.policy = policy
    self.now = now
    self.events = events
    self.live = live
    outlook = texts["reconciler"]
    holders = []
  }
}

extension Why.Decisive {
  fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
    var texts: [String: String] = [:]
    try reader.readObject { key, reader throws(JSONError) in
      texts[key.string] = try reader.readString()
    }
    guard let id = texts["event_id"].flatMap({ EventID($0) }), let type = texts["type"],
      let at = texts["at"].flatMap({ Instant(iso8601: $0) }), let summary = texts["summary"]
    else {
      throw JSONError(code: .wrongType, offset: 0, message: "this is no event in short")
    }
    eventID = id
    self.type = type
    self.at = at
    self.summary = EventSummary(summary)
  }
}

extension MissionPolicy {
  fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
    self.init()
    var values: [String: Double] = [:]
    try reader.readObject { key, reader throws(JSONError) in
      values[key.string] = try reader.readDouble()
    }
    leaseTTL = values["lease_ttl"] ?? leaseTTL
    cancelGrace = values["cancel_grace"] ?? cancelGrace
    staleSessionSeconds = values["stale_session_seconds"] ?? staleSessionSeconds
    staleMissionSeconds = values["stale_mission_seconds"] ?? staleMissionSeconds
  }
}

extension WorkerPresence {
  /// Reads an observation; nil for `null`.
  fileprivate init?(reading reader: inout JSONReader) throws(JSONError) {
    guard try !reader.readNull() else { return nil }
    var (process, host, sentence): (Process?, String?, String?) = (nil, nil, nil)
    var pid: Int64?
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "process": process = Process(rawValue: try reader.readString())
      case "host": host = try reader.readOptionalString()
      case "observed": sentence = try reader.readString()
      case "pid": pid = try reader.readOptionalInt64()
      default: try reader.skip()
      }
    }
    self.init(process ?? .unknown, pid: pid, host: host, sentence: sentence ?? "")
  }
}
