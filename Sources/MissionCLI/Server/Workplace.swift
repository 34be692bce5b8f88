import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionTools

/// Where a command works: on a home, or on a server's.
protocol Workplace: Sendable {
  var invocation: Invocation { get }

  /// The warnings that are known before any question; a server's answers have their own.
  var warnings: [Warning] { get }

  /// Refuses to look for anything in a home that isn't there.
  func checkIsThere() async throws

  /// The whole id of the mission that a text names, by its id or a unique beginning or end of it.
  func missionID(_ text: String) async throws -> String

  /// The VP that a text names; a server checks it itself.
  func vp(_ text: String) throws -> JSONText

  /// The place as of the moment of an option; unchanged where that names none.
  func asOf(_ option: AsOfOption) async throws -> Self

  /// Runs the closure for this kind of place, where members alone don't make a request.
  func either<Value>(
    home: (HomePlace) async throws -> Value, server: (ServerSession) async throws -> Value
  ) async throws -> Value

  /// Asks a question made of its members and its subject; members without a value are left out.
  ///
  /// `wait` is for how many seconds longer than usual a server is waited for.
  func ask<Request: FleetRequest>(
    _ type: Request.Type, of subject: Subject, _ members: [String: JSONText?], wait: Double
  ) async throws -> any ToolAnswer

  /// Carries out a request made likewise.
  func answer<Request: FleetRequest>(
    _ type: Request.Type, to subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer

  /// The outcome for the mission that the answer to a command names.
  func outcome(of answer: any ToolAnswer) async throws -> Outcome

  /// Shows a view again whenever a ledger moves, until the person ends it.
  func watch(_ show: (Invocation) async throws -> Exit) async throws -> Exit
}

/// The outcome for a mission that was acted on.
struct Outcome: Sendable {
  let answer: any ToolAnswer
  /// The mission as it now is, for a person; nil if nobody reads it, or it can't be shown.
  let mission: MissionView?
}

extension Workplace {
  func ask<Request: FleetRequest>(
    _ type: Request.Type, of subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    try await ask(type, of: subject, members, wait: 0)
  }

  /// Prints the outcome for a mission: as the answer's object under `--json`, else as `text` writes
  /// it; as the mission's id alone if it can't be shown.
  func show(
    _ done: Outcome, text: (MissionView, JSONObject, Page) throws -> Void
  ) throws -> Exit {
    try invocation.showPage(done.answer) { answer, page in
      guard let mission = done.mission else {
        return try page.line(answer.object("mission").missionID.rawValue)
      }
      try text(mission, answer, page)
    }
  }
}

extension ServerSession: Workplace {
  var warnings: [Warning] { [] }

  /// Does nothing: a server always has a home, and its answers tell the rest.
  func checkIsThere() {}

  func vp(_ text: String) -> JSONText { JSONInput.text(text) }

  func either<Value>(
    home: (HomePlace) async throws -> Value, server: (ServerSession) async throws -> Value
  ) async throws -> Value {
    try await server(self)
  }

  func ask<Request: FleetRequest>(
    _ type: Request.Type, of subject: Subject, _ members: [String: JSONText?], wait: Double
  ) async throws -> any ToolAnswer {
    try await get(try await path(to: subject), members: members, wait: wait)
  }

  func answer<Request: FleetRequest>(
    _ type: Request.Type, to subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    try await post(try await path(to: subject), members)
  }

  /// Asks for the mission; if the token may not read it, a note says that the command was done all
  /// the same.
  func outcome(of answer: any ToolAnswer) async throws -> Outcome {
    guard !invocation.globals.json else { return Outcome(answer: answer, mission: nil) }
    let id = try JSONObject(answer.json).object("mission").missionID.rawValue
    do {
      return Outcome(answer: answer, mission: try await view(id))
    } catch let error as MissionError where error.code == .forbidden {
      invocation.note("done, but mission \(id) can't be shown: \(error.message)")
      return Outcome(answer: answer, mission: nil)
    }
  }

  private func path(to subject: Subject) async throws -> String {
    switch subject {
    case .fleet(let path): path
    case .mission(let text, let word): try await mission(text) + "/" + word
    case .knownMission(let id, let word): ServerPath.mission(id) + "/" + word
    case .vp(let text, let word): ServerPath.vp(try VPInput.id(text)) + "/" + word
    }
  }
}

extension FleetRequest {
  /// Makes the request from its members; those without a value are left out.
  init(members: [String: JSONText?]) throws {
    let object = JSONInput.object(members)
    try self.init(Arguments(json: object.bytes, for: Self.parameters + Self.ofPersons))
  }
}
