import CanonicalJSON
package import MissionTools
import Platform

/// The protocol without its transports: one request in, one answer out, and what is told meanwhile.
///
/// Nothing that was asked before changes what is answered. A transport finds out by which era a request is spoken.
package struct MCPServer: Sendable {
  /// Takes a message that belongs to a request which isn't answered yet.
  typealias Notify = @Sendable (_ message: [UInt8]) async -> Void

  /// What the tools work on, and on whose behalf.
  package let context: ToolContext
  /// The tools that are served, in the order in which they are listed.
  let tools: [Tool]

  /// Makes a server of tools.
  package init(_ context: ToolContext, tools: [Tool]) {
    self.context = context
    self.tools = tools
  }

  /// Answers a request; nil where it was cancelled, so that nobody waits for an answer.
  func answer(_ request: Request, _ era: Era, notify: @escaping Notify) async -> [UInt8]? {
    do {
      return try await result(of: request, era, notify)
    } catch let error as RPCError {
      return Outgoing.error(request.id, error)
    } catch is CancellationError {
      return nil
    } catch {
      return Outgoing.error(
        request.id, RPCError(.internalError, "An unexpected \(type(of: error)): this is a bug"))
    }
  }

  private func result(
    of request: Request, _ era: Era, _ notify: @escaping Notify
  ) async throws -> [UInt8] {
    switch (request.method, era) {
    case ("server/discover", .modern): try await discover(request)
    case ("initialize", .legacy(let version)): try await initialize(request, version)
    case ("ping", .legacy): respond(request, era) { _ in }
    default: throw RPCError.unknown(method: request.method)
    }
  }

  /// Returns the answer of a request: its members, and what every result of its era has; `cache` says who may keep
  /// it, where anyone may.
  func respond(
    _ request: Request, _ era: Era, cache: Cache? = nil, _ body: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      if era == .modern { writer.field("resultType", "complete") }
      body(&writer)
      guard era == .modern else { return }
      if let cache {
        writer.field("ttlMs", cache.milliseconds)
        writer.field("cacheScope", cache.isPublic ? "public" : "private")
      }
      writer.field(
        "_meta",
        object: { meta in
          meta.field("io.modelcontextprotocol/serverInfo", object: Self.writeInfo)
        })
    }
    return Outgoing.result(request.id, JSONText(trusted: writer.finish()))
  }

  /// Who may keep an answer, and for how long.
  struct Cache {
    let milliseconds: Int
    let isPublic: Bool

    /// What the program's own text says, the same for everyone until the program changes.
    static let text = Cache(milliseconds: 3_600_000, isPublic: true)
    /// What the home says of its VPs.
    static let home = Cache(milliseconds: 60_000, isPublic: false)
  }

  /// Writes what the server calls itself.
  static func writeInfo(into writer: inout JSONWriter) {
    writer.field("name", "missionlog")
    writer.field("title", "Missionlog")
    writer.field("version", BuildInfo.version)
  }
}
