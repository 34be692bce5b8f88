import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// A home as the place of a command.
struct HomePlace: Workplace {
  private(set) var invocation: Invocation
  private(set) var tools: ToolContext

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    tools = try invocation.tools()
  }

  func asOf(_ option: AsOfOption) async throws -> HomePlace {
    guard option.asOf != nil || tools.fleet.isPast else { return self }
    // A capsule tells of the moment when it was made.
    var past = self
    past.tools = try await tools.asOf(option.moment(invocation))
    past.invocation.stand(at: past.tools.fleet.now)
    return past
  }

  /// Asks as it has commands carried out.
  func ask<Request: FleetRequest>(
    _ type: Request.Type, of subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    try await answer(type, to: subject, members)
  }

  func answer<Request: FleetRequest>(
    _ type: Request.Type, to subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    var members = members
    switch subject {
    case .fleet: break
    case .mission(let text, _):
      members["mission_id"] = JSONInput.text(try await invocation.mission(text, tools).rawValue)
    case .vp(let text, _): members["vp_id"] = JSONInput.text(try VPInput.id(text).rawValue)
    }
    return try await Request(members: members).answer(tools)
  }
}
