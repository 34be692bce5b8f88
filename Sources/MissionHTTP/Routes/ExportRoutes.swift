import HTTPTypes
import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// The routes that export the ledgers' content: exports, traces, capsules, and SQL.
enum ExportRoutes {
  /// How many bytes of lines are sent at a time.
  private static let pieceBytes = 64 << 10

  /// The forms of an export that can be sent as they are made.
  enum Form: String, CaseIterable {
    case jsonl
    case otlp
  }

  static let form = Parameter(
    "format", .choice(Form.allCases.map(\.rawValue)), standard: "jsonl",
    "jsonl: one event a line, with everything that its leaf hash covers; otlp: one mission's trace a line."
  )
  static let mission = Parameter(
    "mission_id", Parameter.missionID.kind, "Only this mission's events.")
  static let missions = Parameter(
    "mission_ids", .texts(count: 1...100), required: true, "The missions, whole ids.")

  static let all: [Route] = [
    trace, export, capsule, .command("/api/v1/sql", .admin, QuerySQL.self, taking: .long),
  ]

  private static let trace = Route(
    .get, "/api/v1/missions/{mission_id}/trace", .scope(.read),
    "Gives a mission's history as a trace for OpenTelemetry collectors.",
    parameters: [.missionID, .asOf], content: .document
  ) { call in
    let arguments = try call.arguments(for: [.missionID, .asOf])
    let id = try arguments.missionID()
    let json = try await call.asking(asOf: arguments.text(.asOf)) { context in
      try await Replay(context.fleet).trace(of: id).json
    }
    return Reply(type: MediaType.json, json)
  }

  private static let export = Route(
    .post, "/api/v1/export", .scope(.admin),
    "Streams the ledgers' content, one event or one mission a line.",
    parameters: [form, .ledger, mission], content: .lines
  ) { call in
    let arguments = try call.arguments(for: [form, .ledger, mission])
    let form: Form = try arguments.choice(form) ?? .jsonl
    var id: MissionID?
    if let text = try arguments.text(mission) {
      id = try await call.context.fleet.mission(matching: text)
    }
    let (fleet, ledger) = (call.context.fleet, try arguments.text(.ledger))
    let found = ExportWarnings()
    try await FleetExport(fleet, ledger: ledger, mission: id) { found.add($0) }
      .check(withRows: form == .otlp)
    let told = found.all
    let export = FleetExport(fleet, ledger: ledger, mission: id) { warning in
      guard !told.contains(where: { $0.kind == warning.kind && $0.ledger == warning.ledger }) else {
        return
      }
      // The header is sent by now, and not every client reads the trailers.
      if let refusal = warning.refusal { throw refusal }
      found.add(warning)
    }
    var reply = Reply(type: MediaType.lines) { write in
      var piece: [UInt8] = []
      func send(_ line: [UInt8]) async throws -> Bool {
        piece += line
        piece.append(0x0A)
        if piece.count >= pieceBytes {
          try await write(piece)
          piece.removeAll(keepingCapacity: true)
        }
        return true
      }
      switch form {
      case .jsonl: try await export.events(send)
      case .otlp: try await export.traces(send)
      }
      if !piece.isEmpty { try await write(piece) }
    }
    reply.fields[.warnings] = found.field
    reply.trailers = { found.all == told ? [:] : [.warnings: found.field ?? ""] }
    return reply
  }

  private static let capsule = Route(
    .post, "/api/v1/capsule", .scope(.admin),
    "Gives missions and their relatives as one file that can be read and verified by itself.",
    parameters: [missions], content: .file
  ) { call in
    let arguments = try call.arguments(for: [missions])
    let names = try arguments.texts(missions) ?? []
    try missions.check(names)
    let ids = names.map { MissionID(stored: $0) }
    return Reply(
      type: "application/octet-stream", try await MakeCapsule(ids).answer(call.context).bytes)
  }
}
