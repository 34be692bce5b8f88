import CanonicalJSON
import MissionModel

extension ExportCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    guard format != .sqlite else {
      throw MissionError(
        .validationError,
        "--format sqlite works on a home, not on a server: \(server.invocation.wayToAHome)")
    }
    var id: String?
    if let mission { id = try await server.missionID(mission) }
    let sink = try ExportSink(output, server.invocation.console)
    let members: [String: JSONText?] = [
      "format": JSONInput.text(format.rawValue), "ledger": ledger.map(JSONInput.text),
      "mission_id": id.map(JSONInput.text),
    ]
    var warnings: [UInt8]?
    try await sink.lines {
      warnings = try await server.download("export", members) { try sink.write($0) }
    }
    let said = try warnings.map { try ServedWarnings(of: ServedAnswer($0).object) }
    if !answers {
      for message in said?.messages ?? [] { server.invocation.warn(message) }
    }
    return try finish(said?.objects ?? [], server.invocation)
  }
}
