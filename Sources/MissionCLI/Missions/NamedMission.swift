import MissionModel

/// A mission that a command is to act on: how its caller named it, and which it is.
struct NamedMission: Sendable {
  let text: String
  /// Its whole id; or why there is no such mission, or it can't be told which one is meant.
  let id: Result<String, MissionError>
}

extension Workplace {
  /// The missions that texts name, in their order, each once, by whatever parts of its id it is named.
  ///
  /// - Throws: what is wrong with the place itself, and so with every text.
  func missions(named texts: [String]) async throws -> [NamedMission] {
    try await checkIsThere()
    var missions: [NamedMission] = []
    var known: Set<String> = []
    for text in texts {
      do {
        let id = try await missionID(text)
        if known.insert(id).inserted { missions.append(.init(text: text, id: .success(id))) }
      } catch let error as MissionError where !error.isOfPlace {
        missions.append(.init(text: text, id: .failure(error)))
      }
    }
    return missions
  }
}

extension MissionError {
  /// Whether it says nothing of a mission: the server is away, or doesn't know its caller.
  var isOfPlace: Bool {
    switch code {
    case .unavailable, .rateLimited, .unauthorized, .forbiddenOrigin, .misdirectedHost: true
    default: false
    }
  }
}
