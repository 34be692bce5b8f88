import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// A home as the place of a command.
struct HomePlace: Workplace {
  private(set) var invocation: Invocation
  private(set) var tools: ToolContext

  init(_ invocation: Invocation, as caller: CallContext? = nil) throws {
    self.invocation = invocation
    tools = try invocation.tools(as: caller)
  }

  var warnings: [Warning] { tools.fleet.standingWarnings }

  func checkIsThere() async throws { try await tools.fleet.checkIsThere() }

  func missionID(_ text: String) async throws -> String {
    try await invocation.mission(text, tools).rawValue
  }

  func vp(_ text: String) throws -> JSONText { JSONInput.text(try VPInput.id(text).rawValue) }

  func asOf(_ option: AsOfOption) async throws -> HomePlace {
    guard option.asOf != nil || tools.fleet.isPast else { return self }
    // A capsule answers as of the moment when it was made.
    var past = self
    past.tools = try await tools.asOf(option.moment(invocation))
    past.invocation.stand(at: past.tools.fleet.now)
    return past
  }

  func either<Value>(
    home: (HomePlace) async throws -> Value, server: (ServerSession) async throws -> Value
  ) async throws -> Value {
    try await home(self)
  }

  /// Asks in the same way in which it carries out commands.
  func ask<Request: FleetRequest>(
    _ type: Request.Type, of subject: Subject, _ members: [String: JSONText?], wait: Double
  ) async throws -> any ToolAnswer {
    try await answer(type, to: subject, members)
  }

  func answer<Request: FleetRequest>(
    _ type: Request.Type, to subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    try await request(type, about: subject, members).answer(tools)
  }

  func outcome(of answer: any ToolAnswer) -> Outcome {
    Outcome(answer: answer, mission: (answer as? any OutcomeAnswer)?.mission)
  }

  private func request<Request: FleetRequest>(
    _ type: Request.Type, about subject: Subject, _ members: [String: JSONText?]
  ) async throws -> Request {
    var members = members
    switch subject {
    case .fleet: break
    case .mission(let text, _):
      members["mission_id"] = JSONInput.text(try await missionID(text))
    case .knownMission(let id, _): members["mission_id"] = JSONInput.text(id)
    case .vp(let text, _): members["vp_id"] = try vp(text)
    }
    return try Request(members: members)
  }
}
