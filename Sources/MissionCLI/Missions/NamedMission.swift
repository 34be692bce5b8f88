import MissionModel

/// A mission for a command: the caller's name for it, and its id.
struct NamedMission: Sendable {
  let text: String
  /// Its whole id; or the error that there is no such mission, or that the name is ambiguous.
  let id: Result<String, MissionError>
}

extension Workplace {
  /// The missions that texts name, in their order, each once, even if named by different parts of
  /// its id.
  ///
  /// - Throws: an error of the place itself, which concerns every text.
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
  /// Whether the error is not about a mission: the server is away, or doesn't know its caller.
  var isOfPlace: Bool {
    switch code {
    case .unavailable, .rateLimited, .unauthorized, .forbiddenOrigin, .misdirectedHost: true
    default: false
    }
  }
}
