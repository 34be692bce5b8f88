package import MissionControl
import MissionModel
package import MissionTools

/// The actions of the commands that open a door to others.
///
/// No door knows another, so the program's root hands them in: a command reads its flags, makes the
/// fleet, and calls.
package struct Doors: Sendable {
  /// Serves tools on this process's standard streams until their input ends.
  package typealias MCP = @Sendable (_ context: ToolContext, _ tools: [Tool]) async throws -> Void
  /// Serves a home over HTTP until it is told to end.
  package typealias HTTP = @Sendable (_ request: ServeRequest) async throws -> Void

  /// The action of `mcp`.
  package let mcp: MCP
  /// The action of `serve`.
  package let http: HTTP

  /// Makes the doors from the two actions.
  package init(mcp: @escaping MCP, http: @escaping HTTP) {
    self.mcp = mcp
    self.http = http
  }

  /// No doors, for a program that runs other commands only.
  package static let none = Doors(
    mcp: { _, _ in throw MissionError(.unavailable, "this program was built without MCP") },
    http: { _ in throw MissionError(.unavailable, "this program was built without HTTP") })
}
