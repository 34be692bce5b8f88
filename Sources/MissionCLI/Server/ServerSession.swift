import CanonicalJSON
import MissionClient
import MissionModel
import Platform

/// One command being run against a server.
struct ServerSession: Sendable {
  let client: ServerClient
  private(set) var invocation: Invocation
  /// The past moment of every question, in the form that the server takes.
  private(set) var moment: String?

  /// Asks a question of the API; items without a value are left out.
  func get(
    _ path: String, _ items: [(String, String?)] = [], wait: Double = 0
  ) async throws -> ServedAnswer {
    try ServedAnswer(try await document(path, items, wait: wait))
  }

  /// Asks likewise, with members such as a command has.
  func get(
    _ path: String, members: [String: JSONText?], wait: Double = 0
  ) async throws -> ServedAnswer {
    let given = members.compactMapValues(\.self).sorted { $0.key < $1.key }
    return try await get(
      path, given.map { ($0.key, JSONRows.text($0.value)) }, wait: wait)
  }

  /// Asks for a document whose form is not the API's own.
  func document(
    _ path: String, _ items: [(String, String?)] = [], wait: Double = 0
  ) async throws -> [UInt8] {
    try await client.get(path, Self.given(items + [("as_of", moment)]), waitSeconds: wait)
  }

  /// Gives a command to the API; members without a value are left out.
  func post(
    _ path: String, _ members: [String: JSONText?] = [:], wait: Double = 0
  ) async throws -> ServedAnswer {
    try await post(path, raw: JSONInput.object(members).bytes, wait: wait)
  }

  /// Gives a command whose body is a whole object already.
  func post(_ path: String, raw body: [UInt8], wait: Double = 0) async throws -> ServedAnswer {
    try ServedAnswer(try await client.post(path, body, waitSeconds: wait))
  }

  /// Gives a command whose answer is a file.
  func file(
    _ path: String, _ members: [String: JSONText?], wait: Double = 0
  ) async throws -> [UInt8] {
    try await client.post(path, JSONInput.object(members).bytes, waitSeconds: wait)
  }

  /// Gives a command whose answer may be of any length, and passes that on as it comes; returns
  /// what it leaves out.
  func download(
    _ path: String, _ members: [String: JSONText?], take: @escaping ServerClient.TakePiece
  ) async throws -> [UInt8]? {
    try await client.download(path, JSONInput.object(members).bytes, take)
  }

  /// The events of a stream, which ends with its reader or with the server.
  func events(
    _ path: String, _ items: [(String, String?)]
  ) -> AsyncThrowingStream<ServerClient.Event, any Error> {
    client.events(path, Self.given(items))
  }

  private static func given(_ items: [(String, String?)]) -> [(name: String, value: String)] {
    items.compactMap { name, value in value.map { (name: name, value: $0) } }
  }

  /// Asks a question that may wait for `seconds`, and repeats it, for the rest of them, if the
  /// server goes away meanwhile.
  func patiently<Answer>(
    upToSeconds seconds: Double, _ ask: (_ left: Double) async throws -> Answer
  ) async throws -> Answer {
    let clocks = invocation.console.clocks
    let start = clocks.monotonic()
    var left = seconds
    while true {
      do {
        return try await ask(left)
      } catch let error as MissionError where error.retryable {
        left = seconds - clocks.seconds(since: start) - Invocation.pauseSeconds
        guard left > 0 else { throw error }
        try await invocation.pause(after: error)
      }
    }
  }

  /// How many seconds to wait for an answer that takes the whole log.
  static let patience = 86_400.0

  /// The path of the mission that a text names: its id, or a unique beginning or end of it.
  func mission(_ text: String) async throws -> String {
    ServerPath.mission(try await missionID(text))
  }

  /// The id of that mission, from the server; if the token may not read, a whole id is taken as it
  /// is.
  func missionID(_ text: String) async throws -> String {
    do {
      return try await get("mission-id", [("matching", text)]).object.text("mission_id")
    } catch let error as MissionError where error.code == .forbidden && Self.isWhole(text) {
      return text
    }
  }

  /// Whether a text is as long as an id that is made here, from a key or by time, and so is hardly
  /// a part.
  private static func isWhole(_ text: String) -> Bool {
    text.hasPrefix(MissionID.prefix) && [24, 32].contains(text.count - MissionID.prefix.count)
  }

  /// A mission as it is, whole.
  func view(_ id: String) async throws -> MissionView { try await look(at: id).mission() }

  /// The server's answer about a mission: the whole mission as it is, with its warnings.
  func look(at id: String) async throws -> ServedAnswer {
    try await get(ServerPath.mission(id), [("events", "0")])
  }

  /// The missions of an answer's list, whole.
  func views(of missions: [JSONObject]) async throws -> [MissionView] {
    var views: [MissionView] = []
    for mission in missions { views.append(try await view(mission.missionID.rawValue)) }
    return views
  }

  func asOf(_ option: AsOfOption) async throws -> ServerSession {
    guard let moment = option.moment(invocation) else { return self }
    var past = self
    past.moment = moment
    past.invocation.stand(at: try await past.get("status").object.instant("now"))
    return past
  }
}
