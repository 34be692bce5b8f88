import CanonicalJSON
import MissionClient
import MissionModel
import MissionTools

/// Where a command works: on a home, or on a server's.
protocol Workplace: Sendable {
  var invocation: Invocation { get }

  /// The place as of the moment that an option names; as it is where it names none.
  func asOf(_ option: AsOfOption) async throws -> Self

  /// Asks a question that its members tell, but for what it is about; those without a value are left out.
  func ask<Request: FleetRequest>(
    _ type: Request.Type, of subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer

  /// Has a request carried out that its members tell, likewise.
  func answer<Request: FleetRequest>(
    _ type: Request.Type, to subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer

  /// Shows something again whenever a ledger moves, until the person ends it.
  func watch(_ show: (Invocation) async throws -> Exit) async throws -> Exit
}

extension ServerSession: Workplace {
  func ask<Request: FleetRequest>(
    _ type: Request.Type, of subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    let given = members.compactMapValues(\.self).sorted { $0.key < $1.key }
    return try await get(
      try await path(to: subject), items: given.map { ($0.key, JSONRows.text($0.value)) })
  }

  func answer<Request: FleetRequest>(
    _ type: Request.Type, to subject: Subject, _ members: [String: JSONText?]
  ) async throws -> any ToolAnswer {
    try await post(try await path(to: subject), members)
  }

  private func path(to subject: Subject) async throws -> String {
    switch subject {
    case .fleet(let path): path
    case .mission(let text, let word): try await mission(text) + "/" + word
    case .vp(let text, let word): ServerPath.vp(text) + "/" + word
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
