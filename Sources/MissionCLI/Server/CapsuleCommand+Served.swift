import MissionModel
import MissionReplay

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
