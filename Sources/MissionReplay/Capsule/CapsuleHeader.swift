package import CanonicalJSON
package import MissionControl
import MissionModel
package import Platform

/// The first line of a capsule: its content, its moment, its ledgers' roots, and the rules for
/// judging it.
package struct CapsuleHeader: Sendable {
  /// The form that this program writes, and the newest that it reads.
  static let form: Int64 = 1

  /// The capsule's entry for one ledger.
  package struct Ledger: Hashable, Sendable {
    /// The ledger's name.
    package let name: String
    /// Its lineage: 16 bytes in hexadecimal.
    package let lineage: String
    /// How many events its root covers.
    package let size: Int64
    /// The root in hexadecimal.
    package let root: String
    /// How many of its events the capsule holds.
    package let events: Int64
  }

  /// When it was made: everything recorded by then is shown as it stood then.
  package let moment: Instant
  /// The missions that were asked for.
  package let missions: [String]
  /// The ledgers, by name.
  package let ledgers: [Ledger]
  /// The lanes, the VPs of the missions, and the values that rules use; everything else is a
  /// default.
  package let configuration: Configuration

  /// Makes a header; of the configuration only what the missions' VPs and the rules need is kept.
  init(
    moment: Instant, missions: [String], ledgers: [Ledger], vps: Set<String>,
    configuration known: Configuration
  ) {
    self.moment = moment
    self.missions = missions
    self.ledgers = ledgers
    var kept = Configuration()
    kept.leaseTTL = known.leaseTTL
    kept.heartbeatInterval = known.heartbeatInterval
    kept.cancelGrace = known.cancelGrace
    kept.staleSessionSeconds = known.staleSessionSeconds
    kept.staleMissionSeconds = known.staleMissionSeconds
    kept.retryChainMax = known.retryChainMax
    kept.lanes = known.lanes.map { LaneSettings(name: $0.name, ledger: $0.ledger) }
    kept.vps = vps.sorted().map { id in
      let vp = known.settings(ofVP: id)
      return VPSettings(
        id: id, name: vp.name, about: vp.about, lane: vp.lane, maxConcurrent: vp.maxConcurrent)
    }
    configuration = kept
  }

  /// Reads a first line.
  ///
  /// - Throws: `ledger_corrupt` for an unreadable line, `schema_too_new` for a later form.
  init(_ line: [UInt8]) throws(MissionError) {
    var fields = CapsuleHeaderFields()
    do throws(JSONError) {
      var reader = JSONReader(try JSONText(canonicalizing: line, limits: .own))
      try reader.readObject { key, reader throws(JSONError) in try fields.take(key, &reader) }
    } catch {
      throw Capsule.corrupt("its first line can't be read: \(error)")
    }
    guard let form = fields.form, form <= Self.form else {
      throw MissionError(
        .schemaTooNew,
        "the capsule has form \(fields.form ?? 0), this program knows \(Self.form): use the version "
          + "that made it, or a later one")
    }
    guard let moment = fields.moment else {
      throw Capsule.corrupt("its first line names no moment")
    }
    self.moment = moment
    (missions, ledgers, configuration) = (fields.missions, fields.ledgers, fields.configuration)
  }

  /// The line.
  var line: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      writer.field("missionlog_capsule", Self.form)
      writer.field("made_by", "missionlog \(BuildInfo.version)")
      writer.field("moment", moment.description)
      writer.field("missions", missions)
      writer.field("ledgers", ledgers)
      writer.field("configuration", object: { write(configuration: &$0) })
    }
    return writer.finish()
  }

  private func write(configuration writer: inout JSONWriter) {
    writer.field("lease_ttl", configuration.leaseTTL)
    writer.field("heartbeat_interval", configuration.heartbeatInterval)
    writer.field("cancel_grace", configuration.cancelGrace)
    writer.field("stale_session_seconds", configuration.staleSessionSeconds)
    writer.field("stale_mission_seconds", configuration.staleMissionSeconds)
    writer.field("retry_chain_max", configuration.retryChainMax)
    writer.field(
      "lanes",
      array: { writer in
        for lane in configuration.lanes {
          writer.element(object: { writer in
            writer.field("name", lane.name)
            writer.field("ledger", lane.ledger)
          })
        }
      })
    writer.field(
      "vps",
      array: { writer in
        for vp in configuration.vps {
          writer.element(object: { writer in
            writer.field("id", vp.id)
            writer.field("name", vp.name)
            writer.field("description", vp.about)
            writer.field("lane", vp.lane)
            writer.field("max_concurrent", vp.maxConcurrent)
          })
        }
      })
  }
}

extension CapsuleHeader.Ledger: JSONWritable {
  /// Writes the entry.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", name)
      writer.field("lineage", lineage)
      writer.field("size", size)
      writer.field("root", root)
      writer.field("events", events)
    }
  }
}

extension JSONError {
  /// The error for a JSON file that is no capsule.
  static let notACapsule = JSONError(
    code: .wrongType, offset: 0, message: "a capsule's first line names its form and its moment")
}
