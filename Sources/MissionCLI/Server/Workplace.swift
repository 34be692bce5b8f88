import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionTools

/// Where a command works: on a home, or on a server's.
protocol Workplace: Sendable {
  var invocation: Invocation { get }

  /// Has a request carried out that its members tell, but for what it is about; those without a value are left out.
  func answer<Request: FleetRequest>(
    _ type: Request.Type, to target: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer
}

/// A command that is told once for both: it asks where it works, and shows the answer.
protocol PlacedCommand: ServedCommand {
  func run(at place: some Workplace) async throws -> Exit
}

extension PlacedCommand {
  func run(_ invocation: Invocation) async throws -> Exit {
    try await run(at: HomePlace(invocation: invocation, tools: try invocation.tools()))
  }

  func run(_ server: ServerSession) async throws -> Exit { try await run(at: server) }
}

/// A home as the place of a command.
struct HomePlace: Workplace {
  let invocation: Invocation
  let tools: ToolContext

  func answer<Request: FleetRequest>(
    _ type: Request.Type, to target: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    var members = members
    switch target {
    case .mission(let text, _):
      members["mission_id"] = JSONInput.text(try await invocation.mission(text, tools).rawValue)
    case .vp(let text, _): members["vp_id"] = JSONInput.text(try VPInput.id(text).rawValue)
    }
    return try await Request(members: members).answer(tools)
  }
}

extension ServerSession: Workplace {
  func answer<Request: FleetRequest>(
    _ type: Request.Type, to target: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    switch target {
    case .mission(let text, let word):
      try await post(try await mission(text) + "/" + word, members)
    case .vp(let text, let word): try await post(ServerPath.vp(text) + "/" + word, members)
    }
  }
}

extension FleetRequest {
  /// Makes the request that members tell; those without a value are left out.
  init(members: [String: JSONText?]) throws {
    let object = JSONInput.object(members.compactMapValues(\.self))
    try self.init(Arguments(json: object.bytes, for: Self.parameters))
  }
}
