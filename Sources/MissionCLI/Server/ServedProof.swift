import CanonicalJSON
import MissionModel
import MissionReplay
import MissionTools

extension Verify: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let roots = try roots(server.invocation)
    // What is none is refused here, as it is on a home.
    if let roots { _ = try KeptRoots(roots) }
    let answer = try await server.post(
      "verify",
      [
        "full": full ? JSONInput.literal("true") : nil, "against": roots.map(JSONInput.text),
      ], wait: ServerSession.patience)
    return try show(answer, exit: answer.found(unless: "sound"), server.invocation)
  }
}

extension BridgeAuditCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let answer = try await server.get("bridge/audit", wait: ServerSession.patience)
    return try show(answer, exit: answer.found(unless: "sound"), server.invocation)
  }
}

extension SQLCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try show(
      try await server.post(
        "sql",
        [
          "query": JSONInput.text(try statement(server.invocation)),
          "limit": limit.map(JSONInput.number),
        ], wait: ServerSession.patience), server.invocation)
  }
}

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

extension CapsuleCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    guard !open else {
      throw MissionError(
        .validationError, "--open reads a file and needs no server: leave out --server")
    }
    return try await make(server.invocation) { words in
      var ids: [String] = []
      for word in words { ids.append(try await server.missionID(word)) }
      let bytes = try await server.file(
        "capsule", ["mission_ids": try JSONInput.list(ids, option: "mission_ids")],
        wait: ServerSession.patience)
      return (bytes, try Capsule(bytes), [])
    }
  }
}

extension ServedAnswer {
  /// How a check ends: that it found something, unless this member is true and no ledger is left out.
  fileprivate func found(unless member: String) -> Exit {
    object.flag(member) && !leavesOutALedger ? .success : .found
  }
}
