package import CanonicalJSON
package import MissionControl
package import MissionModel
package import MissionReplay
import Platform

/// `GET /api/v1/diff`: what changed in the fleet between two moments.
package struct DiffMoments: FleetRequest {
  package static let summary = "Shows what changed in the fleet between two moments."

  static let from = Parameter(
    "from", .text(bytes: Parameter.cursorBytes), required: true,
    "The earlier moment: a time, LEDGER:POSITION, or a cursor of several.")
  static let to = Parameter(
    "to", .text(bytes: Parameter.cursorBytes), standard: "now",
    "The later moment, in the same form.")
  package static let parameters = [from, to]

  /// The earlier moment: a time, `LEDGER:POSITION`, or a cursor of several.
  private let from: String
  /// The later one; nil for now.
  private let to: String?

  package init(_ arguments: Arguments) throws(MissionError) {
    from = try arguments.requiredText(Self.from)
    to = try arguments.text(Self.to)
  }

  /// Checks nothing: `perform` refuses a text that names no moment.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> MomentsAnswer {
    let fleet = context.fleet
    let before = try await Self.fleet(fleet, asOf: from, "from")
    defer { before.close() }
    guard let to else {
      return MomentsAnswer(diff: try await FleetDiff(from: before, to: fleet))
    }
    let after = try await Self.fleet(fleet, asOf: to, "to")
    defer { after.close() }
    return MomentsAnswer(diff: try await FleetDiff(from: before, to: after))
  }

  /// The fleet at a moment; an error names the parameter that gave the moment.
  private static func fleet(
    _ fleet: Fleet, asOf moment: String, _ field: String
  ) async throws -> Fleet {
    try await fleet.asOf(
      try Moment(moment, field: field, known: fleet.ledgerNames), field: field)
  }
}

/// What changed between two moments.
package struct MomentsAnswer: DescribedAnswer {
  package static let fields = [
    Field("from", .object([Field("time", .time), Field("cursor", .text)])),
    Field("to", .object([Field("time", .time), Field("cursor", .text)])),
    Field("events", .anyObject, "How many events of each type lie between the moments."),
    Field("missions", .list(.anyObject)), Field("missions_touched", .count),
    Field("sessions", .list(.anyObject)),
  ]

  /// The comparison.
  package let diff: FleetDiff

  package var warnings: [Warning] { diff.warnings }

  package func write(into writer: inout JSONWriter) {
    writer.field("from", object: { $0.write(diff.from.description, diff.fromPlace) })
    writer.field("to", object: { $0.write(diff.to.description, diff.toPlace) })
    writer.field(
      "events",
      object: { writer in
        for (type, count) in diff.events.sorted(by: { $0.key < $1.key }) {
          writer.field(type, count)
        }
      })
    writer.list("missions", id: "mission_id", diff.missions)
    writer.field("missions_touched", diff.missionsTouched)
    writer.list("sessions", id: "session_id", diff.sessions)
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ time: String, _ place: LedgerCursor) {
    field("time", time)
    field("cursor", place.description)
  }

  fileprivate mutating func list(_ name: String, id: String, _ changes: [FleetDiff.Change]) {
    field(
      name,
      array: { writer in
        for change in changes {
          writer.element(object: { writer in
            writer.field(id, change.id)
            writer.field("new", change.isNew)
            writer.field("changed", change.fields)
          })
        }
      })
  }
}
