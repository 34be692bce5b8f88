import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

extension Route {
  /// Makes the route of a door that is mounted at a path.
  static func mount(_ door: PlainDoor, at path: String, _ summary: String) -> Route {
    Route(
      .post, path, .anyBearer, summary, content: .messages, statuses: [200, 202, 204],
      takesRawBody: true
    ) { call in
      guard let caller = call.caller else {
        throw MissionError(.unauthorized, "a bearer token is required")
      }
      var context = call.contextOfRequest
      // A caller of tools has a feed of its own, even if its client names none.
      context.call.sourceSessionID = context.call.sourceSessionID ?? caller.actor
      let request = PlainRequest(
        method: call.method.rawValue,
        fields: call.fields.map { ($0.name.canonicalName, $0.value) }, body: call.body,
        context: context, caller: caller)
      // The door itself ends waiting calls when the server ends.
      let endings = call.connection.map { [$0.silence] } ?? []
      let answer = try await Ending.race(endings) { try await door.answer(request) }
      return Reply(answer, endings: endings)
    }
  }
}

extension Reply {
  /// Makes the reply that a mounted door gives.
  fileprivate init(_ plain: PlainReply, endings: [Ending]) {
    switch plain.body {
    case .whole(let bytes): self.init(plain.status, type: MediaType.json, bytes)
    case .pieces(let next):
      self.init(plain.status, type: MediaType.events) {
        try await Ending.race(endings) { try await next() }
      }
    }
    for (name, value) in plain.fields {
      guard let name = HTTPField.Name(name) else { continue }
      fields[name] = value
    }
  }
}
