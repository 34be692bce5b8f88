import CanonicalJSON
import EventLog
import EventProjections
package import MissionControl
import MissionModel
package import Platform

/// The changes in a fleet between two moments: the missions and sessions concerned, and their
/// fields.
package struct FleetDiff: Sendable {
  /// One mission or session that has changed.
  package struct Change: Sendable {
    /// The mission's id, or the session's.
    package let id: String
    /// The old and the new value of each changed field; every field if it is new.
    package let fields: [FieldChange]
    /// Whether it wasn't there at the earlier moment.
    package let isNew: Bool
  }

  /// The most missions that are compared.
  package static let limit = 500
  /// Fields that locate something in the log, which every event moves.
  private static let places: Set = ["version", "position", "updated_at", "duration_seconds"]

  package let from: Instant
  package let to: Instant
  /// The place in every ledger at each of the moments.
  package let fromPlace: LedgerCursor
  package let toPlace: LedgerCursor
  /// How many events lie between, by type.
  package let events: [String: Int]
  /// The missions that an event touched and that changed in more than their place.
  package let missions: [Change]
  /// How many missions were touched; beyond the limit they are only counted.
  package let missionsTouched: Int
  package let sessions: [Change]
  package let warnings: [Warning]

  /// Compares a fleet at an earlier moment with the same fleet at a later one.
  ///
  /// Reads every event between the two, and the missions that they touch at both.
  ///
  /// - Throws: `validation_error` where the moments are the wrong way round.
  package init(from before: Fleet, to after: Fleet) async throws {
    // The present clock may be behind events that were recorded while a clock ran ahead.
    guard before.now <= after.now || !after.isPast else {
      throw MissionError.validation(
        "from is later than to: \(before.now) comes after \(after.now)", field: "from")
    }
    let (first, last) = (try await before.heads(), try await after.heads())
    if let name = first.keys.sorted().first(where: { first[$0] ?? 0 > last[$0] ?? 0 }) {
      throw MissionError.validation(
        "from is later than to: \(name):\(first[name] ?? 0) comes after \(name):\(last[name] ?? 0)",
        field: "from")
    }
    var (counts, touched): ([String: Int], [Touched.Mission]) = ([:], [])
    let (logs, warnings) = try await after.logs()
    for log in logs {
      let (start, end) = (first[log.log.name] ?? 0, last[log.log.name] ?? 0)
      let found = try await log.log.read { try Touched($0, after: start, through: end) }
      counts.merge(found.counts, uniquingKeysWith: +)
      touched += found.missions
    }
    from = before.now
    to = after.now
    fromPlace = LedgerCursor(first)
    toPlace = LedgerCursor(last)
    events = counts
    missionsTouched = touched.count
    var missions: [Change] = []
    for mission in touched.prefix(Self.limit) {
      guard let change = try await Self.change(of: mission, before, after) else { continue }
      missions.append(change)
    }
    self.missions = missions
    sessions = try await Self.sessionChanges(before, after)
    self.warnings = warnings
  }

  /// The missions that a range of events touches, in the order of their first, and how many events
  /// of each type.
  private struct Touched: Sendable {
    struct Mission: Sendable {
      let id: MissionID
      /// Whether its first event is among them.
      let isNew: Bool
    }

    var counts: [String: Int] = [:]
    var missions: [Mission] = []

    init(_ reader: LogReader, after start: Int64, through end: Int64) throws {
      var seen: Set<MissionID> = []
      try reader.forEach(after: start, through: end) { event in
        counts[event.type, default: 0] += 1
        if let id = MissionID(stream: event.stream), seen.insert(id).inserted {
          missions.append(Mission(id: id, isNew: event.version == 1))
        }
        return true
      }
    }
  }

  private static func change(
    of mission: Touched.Mission, _ before: Fleet, _ after: Fleet
  ) async throws -> Change? {
    // A new mission needs no look at the earlier moment, where an unreadable ledger could not say
    // that it was nowhere.
    let old = mission.isNew ? nil : try await fields(of: mission.id, before)
    let new = try await fields(of: mission.id, after) ?? ObjectFields()
    let changes = new.changes(since: old ?? ObjectFields())
    return changes.isEmpty
      ? nil : Change(id: mission.id.rawValue, fields: changes, isNew: old == nil)
  }

  private static func fields(of id: MissionID, _ fleet: Fleet) async throws -> ObjectFields? {
    var request = GetRequest()
    request.events = 0
    do {
      let view = try await fleet.get(id, request).mission
      var writer = JSONWriter(order: .asWritten)
      view.writeSummary(into: &writer)
      return try ObjectFields(JSONReader(trusted: writer.finish())).leavingOut(places)
    } catch let error as MissionError where error.code == .notFound {
      return nil
    }
  }

  private static func sessionChanges(_ before: Fleet, _ after: Fleet) async throws -> [Change] {
    func objects(_ fleet: Fleet) async throws -> [(id: String, fields: ObjectFields)] {
      try await fleet.sessions().sessions.map { session in
        (
          session.state.session.description,
          try ObjectFields(JSONReader(trusted: session.writtenBytes))
            .leavingOut(places.union(["last_heartbeat_at"]))
        )
      }
    }
    let old = Dictionary(
      try await objects(before).map { ($0.id, $0.fields) }, uniquingKeysWith: { first, _ in first })
    return try await objects(after).compactMap { id, fields in
      let changes = fields.changes(since: old[id] ?? ObjectFields())
      return changes.isEmpty ? nil : Change(id: id, fields: changes, isNew: old[id] == nil)
    }
  }
}
