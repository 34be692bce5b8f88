import CanonicalJSON
import MissionControl
import Platform

/// The members of a capsule's first line while it is read; a later release may have added some.
struct CapsuleHeaderFields {
  var form: Int64?
  var moment: Instant?
  var missions: [String] = []
  var ledgers: [CapsuleHeader.Ledger] = []
  var configuration = Configuration()

  /// Reads one member.
  mutating func take(_ key: JSONKey, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "missionlog_capsule": form = try reader.readInt64()
    case "moment": moment = Instant(iso8601: try reader.readString())
    case "missions": missions = try reader.readStrings()
    case "ledgers":
      try reader.readArray { reader throws(JSONError) in
        ledgers.append(try Self.ledger(&reader))
      }
    case "configuration":
      try reader.readObject { key, reader throws(JSONError) in
        try takeSetting(key, &reader)
      }
    default: try reader.skip()
    }
  }

  private static func ledger(
    _ reader: inout JSONReader
  ) throws(JSONError) -> CapsuleHeader.Ledger {
    var (name, lineage, root): (String?, String?, String?) = (nil, nil, nil)
    var (size, events): (Int64?, Int64?) = (nil, nil)
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "ledger": name = try reader.readString()
      case "lineage": lineage = try reader.readString()
      case "root": root = try reader.readString()
      case "size": size = try reader.readInt64()
      case "events": events = try reader.readInt64()
      default: try reader.skip()
      }
    }
    guard let name, let lineage, let root, let size, let events else { throw .notACapsule }
    return CapsuleHeader.Ledger(
      name: name, lineage: lineage, size: size, root: root, events: events)
  }

  private mutating func takeSetting(
    _ key: JSONKey, _ reader: inout JSONReader
  ) throws(JSONError) {
    switch key {
    case "lease_ttl": configuration.leaseTTL = try reader.readDouble()
    case "heartbeat_interval":
      configuration.heartbeatInterval = try reader.readNull() ? nil : reader.readDouble()
    case "cancel_grace": configuration.cancelGrace = try reader.readDouble()
    case "stale_session_seconds": configuration.staleSessionSeconds = try reader.readDouble()
    case "stale_mission_seconds": configuration.staleMissionSeconds = try reader.readDouble()
    case "retry_chain_max": configuration.retryChainMax = try reader.readInt()
    case "lanes":
      configuration.lanes = []
      try reader.readArray { reader throws(JSONError) in
        configuration.lanes.append(try Self.lane(&reader))
      }
    case "vps":
      configuration.vps = []
      try reader.readArray { reader throws(JSONError) in
        configuration.vps.append(try Self.vp(&reader))
      }
    default: try reader.skip()
    }
  }

  private static func lane(_ reader: inout JSONReader) throws(JSONError) -> LaneSettings {
    var lane = LaneSettings(name: "")
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "name": lane.name = try reader.readString()
      case "ledger": lane.ledger = try reader.readString()
      default: try reader.skip()
      }
    }
    return lane
  }

  private static func vp(_ reader: inout JSONReader) throws(JSONError) -> VPSettings {
    var vp = VPSettings(id: "", lane: "")
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "id": vp.id = try reader.readString()
      case "name": vp.name = try reader.readOptionalString()
      case "description": vp.about = try reader.readOptionalString()
      case "lane": vp.lane = try reader.readString()
      case "max_concurrent": vp.maxConcurrent = try reader.readInt()
      default: try reader.skip()
      }
    }
    return vp
  }
}
