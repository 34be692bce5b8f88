import CanonicalJSON
import MissionModel

/// A command that works against a server as well as on a home.
protocol ServedCommand: Command {
  /// Does the command's work on the server's home and answers how it ended.
  func run(_ server: ServerSession) async throws -> Exit
}

/// One command being run against a server.
struct ServerSession: Sendable {
  let link: ServerLink
  let invocation: Invocation

  private static let root = "/api/v1/"

  /// Asks a question of the API; items without a value are left out.
  func get(
    _ path: String, _ query: KeyValuePairs<String, String?> = [:], wait: Double = 0
  ) async throws -> ServedAnswer {
    let items = query.compactMap { name, value in value.map { (name: name, value: $0) } }
    return try ServedAnswer(try await link.get(Self.root + path, items, wait))
  }

  /// Gives a command to the API; members without a value are left out.
  func post(
    _ path: String, _ members: [String: JSONText?] = [:], wait: Double = 0
  ) async throws -> ServedAnswer {
    let body = JSONInput.object(members.compactMapValues(\.self)).bytes
    return try ServedAnswer(try await link.post(Self.root + path, body, wait))
  }

  /// Prints an answer: as one object under `--json`, else as a page for a person.
  func show(_ answer: ServedAnswer, exit: Exit? = nil) throws -> Exit {
    try invocation.show(answer, exit: exit) { answer, page in
      try AnswerPage(answer: answer, page: page).write()
      if let hint = answer.hint { invocation.note(hint) }
    }
  }

  /// Prints the list `name` of an answer in the form and with the fields asked for.
  func showList(_ answer: ServedAnswer, _ name: String, _ form: ListOptions) throws -> Exit {
    try invocation.showList(answer, name, form) { answer, _ in
      AnswerPage.table(answer.rows(of: name))
    } after: { answer in
      if let cursor = answer.text("next_cursor") { invocation.note("more: --cursor \(cursor)") }
    }
  }

  /// The path of the mission that a text names: its id, or a unique beginning or end of one of the newest.
  func mission(_ text: String) async throws -> String {
    "missions/" + link.segment(try await missionID(text))
  }

  /// The id of that mission.
  func missionID(_ text: String) async throws -> String {
    guard !text.hasPrefix("vp-mission-"), text.utf8.count >= 4 else { return text }
    let newest = try await get("missions", ["limit": "500"])
    let ids = newest.rows(of: "missions").map { JSONRows.text($0["mission_id"]) }
    let found = ids.filter {
      $0 == text || $0.hasSuffix(text) || $0.dropFirst("vp-mission-".count).hasPrefix(text)
    }
    guard found.count <= 1 else {
      throw MissionError(
        .validationError,
        "'\(text)' names \(found.count) missions: " + found.prefix(10).joined(separator: ", "))
    }
    return found.first ?? text
  }
}
