import CanonicalJSON
package import MissionTools
import Platform

/// The protocol without its transports: one request in, one answer out, and messages in between.
///
/// Earlier requests don't affect an answer. A transport finds out the era of a request.
package struct MCPServer: Sendable {
  /// Takes a message about a request that isn't answered yet.
  typealias Notify = @Sendable (_ message: [UInt8]) async -> Void

  /// The fleet of the tools, and the caller's context.
  let context: ToolContext
  /// The tools that are listed, in their order.
  let tools: [Tool]
  /// The tools that can be called: the listed ones, and those that a caller must know of.
  let served: [Tool]
  /// The basis on which tools are served.
  let admission: Admission

  /// The basis on which tools are served to a client.
  package enum Admission: Sendable {
    /// The options of `mcp`, set by the client's own program.
    case options
    /// The scopes of the client's token.
    case token
  }

  /// Whether feeds are filled while they are read: if nobody else is known to run the bridge.
  var carriesFeeds: Bool { admission == .options }

  /// Makes a server of tools; `unlisted` ones are served besides, so that the list stays short.
  package init(
    _ context: ToolContext, tools: [Tool], unlisted: [Tool] = [], by admission: Admission
  ) {
    let served = tools + unlisted
    var rules = DoorRules.mcp
    rules.readsMissions = served.contains { $0.name == GetMission.name }
    self.context = ToolContext(fleet: context.fleet, call: context.call, rules: rules)
    self.tools = tools
    self.served = served
    self.admission = admission
  }

  /// The outcome of a request: the message to send, and its error, if it holds one.
  struct Outcome: Sendable {
    let message: [UInt8]
    let error: RPCError?
  }

  /// Answers a request; nil if it was cancelled, so that nobody waits for an answer.
  func outcome(of request: Request, _ era: Era, notify: @escaping Notify) async -> Outcome? {
    do {
      return Outcome(message: try await result(of: request, era, notify), error: nil)
    } catch is CancellationError {
      return nil
    } catch {
      let error =
        error as? RPCError
        ?? RPCError(.internalError, "An unexpected \(type(of: error)): this is a bug")
      return Outcome(message: Outgoing.error(request.id, error), error: error)
    }
  }

  private func result(
    of request: Request, _ era: Era, _ notify: @escaping Notify
  ) async throws -> [UInt8] {
    switch (request.method, era) {
    case ("server/discover", .modern): await discover(request)
    case ("subscriptions/listen", .modern): try await listen(request, notify)
    case ("initialize", .legacy(let version)): await initialize(request, version)
    case ("ping", .legacy): respond(request, era) { _ in }
    case ("tools/list", _): try listTools(request, era)
    case ("tools/call", _): try await callTool(request, era, notify)
    case ("prompts/list", _): try listPrompts(request, era)
    case ("prompts/get", _): try prompt(request, era)
    default: throw RPCError.unknown(method: request.method)
    }
  }

  /// Returns the answer of a request: its members, and those of every result of its era; `cache`
  /// says who may keep it, if anyone may.
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
          if request.method == "subscriptions/listen" {
            meta.field("io.modelcontextprotocol/subscriptionId", request.id.json)
          }
          meta.field("io.modelcontextprotocol/serverInfo", object: Self.writeInfo)
        })
    }
    return Outgoing.result(request.id, JSONText(trusted: writer.finish()))
  }

  /// Refuses a cursor: every list fits on one page, so none was ever issued.
  static func refuseCursor(_ request: Request) throws(RPCError) {
    guard request.params["cursor"] == nil else {
      throw RPCError(.invalidParams, "The cursor is unknown: this server's lists have one page")
    }
  }

  /// Who may keep an answer, and for how long.
  struct Cache {
    let milliseconds: Int
    let isPublic: Bool

    /// The program's own text, the same for everyone until the program changes.
    static let text = Cache(milliseconds: 3_600_000, isPublic: true)
    /// An answer that depends on how this server was started, or on its home.
    static let home = Cache(milliseconds: 60_000, isPublic: false)
  }

  /// Writes the server's name and version.
  static func writeInfo(into writer: inout JSONWriter) {
    writer.field("name", "missionlog")
    writer.field("title", "Missionlog")
    writer.field("version", BuildInfo.version)
  }
}
