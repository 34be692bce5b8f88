package import MissionControl
import MissionModel
package import MissionTools

/// What the commands do that open a door to others.
///
/// No door knows another, so the program's root hands them in: a command reads its flags, makes the fleet, and calls.
package struct Doors: Sendable {
  /// Serves tools on this process's standard streams until their input ends.
  package typealias MCP = @Sendable (_ context: ToolContext, _ tools: [Tool]) async throws -> Void
  /// Serves a home over HTTP until it is told to end.
  package typealias HTTP = @Sendable (_ request: ServeRequest) async throws -> Void

  /// What `mcp` does.
  package let mcp: MCP
  /// What `serve` does.
  package let http: HTTP

  /// Makes the doors of what each does.
  package init(mcp: @escaping MCP, http: @escaping HTTP) {
    self.mcp = mcp
    self.http = http
  }

  /// No door at all, for a program that runs other commands alone.
  package static let none = Doors(
    mcp: { _, _ in throw MissionError(.unavailable, "this program was built without MCP") },
    http: { _ in throw MissionError(.unavailable, "this program was built without HTTP") })
}
