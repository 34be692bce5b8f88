import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

extension MCPServer {
  /// The tools that a client which loads tools on demand should have at once.
  private static let alwaysLoaded: Set<String> = [
    DispatchMission.name, WaitMission.name, ReadResultArtifacts.name,
  ]

  /// `tools/list`: every tool that is listed, in one page.
  func listTools(_ request: Request, _ era: Era) throws(RPCError) -> [UInt8] {
    try Self.refuseCursor(request)
    return respond(request, era, cache: .home) { result in
      result.field(
        "tools",
        array: { list in
          for tool in tools { list.element(object: { Self.write(tool, into: &$0) }) }
        })
    }
  }

  private static func write(_ tool: Tool, into writer: inout JSONWriter) {
    writer.field("name", tool.name)
    writer.field("title", title(tool.name))
    writer.field("description", tool.description)
    writer.field("inputSchema", object: { tool.writeInputSchema(into: &$0) })
    writer.field("outputSchema", object: { tool.writeOutputSchema(into: &$0) })
    writer.field(
      "annotations",
      object: { annotations in
        annotations.field("title", title(tool.name))
        annotations.field("readOnlyHint", !tool.writes)
        annotations.field("destructiveHint", tool.isDestructive)
        annotations.field("idempotentHint", tool.isIdempotent)
        annotations.field("openWorldHint", false)
      })
    if alwaysLoaded.contains(tool.name) {
      writer.field("_meta", object: { $0.field("anthropic/alwaysLoad", true) })
    }
  }

  /// `vp_get_mission` as people read it: Get mission.
  static func title(_ name: String) -> String {
    let words = name.split(separator: "_").dropFirst().joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// `tools/call`: the tool's answer, or its error.
  ///
  /// - Throws: `-32602` for a tool that isn't served and for parameters that are not an object.
  func callTool(
    _ request: Request, _ era: Era, _ notify: @escaping Notify
  ) async throws -> [UInt8] {
    let call = try toolCall(of: request)
    do {
      let answer = try await call.run(
        progress: request.meta.progressToken.map { Progress(token: $0, notify: notify) })
      return respond(request, era) { result in
        let json = answer.json(serving: served)
        Self.writeContent(String(decoding: json, as: UTF8.self), into: &result)
        result.field("structuredContent", JSONText(trusted: json))
        result.field("isError", false)
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      let error = MissionError(whatever: error)
      return respond(request, era) { result in
        let json = ErrorAnswer(error).json(
          for: context.rules, to: call.tool.audience, serving: served)
        Self.writeContent(String(decoding: json, as: UTF8.self), into: &result)
        result.field("isError", true)
      }
    }
  }

  private func toolCall(of request: Request) throws(RPCError) -> ToolCall {
    guard let name = request.params.string("name") else {
      throw RPCError(.invalidParams, "tools/call needs name, a string")
    }
    guard let tool = served.first(where: { $0.name == name }) else {
      let wanted = Tools.named(name).map { ", which needs \(condition(of: $0))" } ?? ""
      throw RPCError(.invalidParams, "Unknown tool: \(name.prefix(200))\(wanted)")
    }
    let arguments = request.params["arguments"] ?? .emptyObject
    guard let members = try? Members(arguments) else {
      throw RPCError(.invalidParams, "arguments must be an object")
    }
    return ToolCall(
      tool: tool, arguments: arguments, members: members,
      context: context(of: request, for: tool, members), carriesFeeds: carriesFeeds)
  }

  /// The condition for being served a tool.
  private func condition(of tool: Tool) -> String {
    switch (admission, tool.audience) {
    case (.options, .worker): "missionlog mcp with --worker-tools and without --read-only"
    case (.options, .orchestrator): "missionlog mcp without --read-only"
    case (.token, .worker): "a token with the scope work"
    case (.token, .orchestrator):
      "a token with the scope \(tool.readingOnly == nil ? "dispatch" : "read")"
    }
  }

  /// Whether a request may take longer than a look: it waits for an event.
  func isPatient(_ request: Request) -> Bool {
    if request.method == "subscriptions/listen" { return true }
    guard request.method == "tools/call", let call = try? toolCall(of: request),
      let patience = call.tool.patience
    else { return false }
    return (call.members[patience.name]?.string ?? patience.standard) != "0"
  }

  /// Whether a request is worthless once its client has gone: a claim, which would give a worker a
  /// mission that it doesn't know of, and a mere wait.
  func isForItsClient(_ request: Request) -> Bool {
    guard request.method == "tools/call", let call = try? toolCall(of: request),
      call.tool.patience != nil
    else { return false }
    return call.tool.writing.flatMap { call.members[$0.name] } == nil
  }

  /// Whether a request would begin rather than be refused as a whole, and so may send messages
  /// before its answer.
  func mayTell(_ request: Request, _ era: Era) -> Bool {
    switch (request.method, era) {
    case ("subscriptions/listen", .modern): request.params.members("notifications") != nil
    case ("tools/call", _): (try? toolCall(of: request)) != nil
    default: false
    }
  }

  /// The context of a call: the trace and the tool use are the caller's, and a worker's tool acts
  /// as that worker.
  ///
  /// A worker's action by one use of a tool is done once: a repeated claim gives the same mission.
  private func context(of request: Request, for tool: Tool, _ arguments: Members) -> ToolContext {
    var context = context
    context.call.traceID = request.meta.traceID ?? context.call.traceID
    if let given = request.meta.toolUseID, !given.isEmpty {
      let toolUse = CallContext.reference(toToolUse: given)
      context.call.requestID = toolUse
      context.call.toolUseID = toolUse
      context.call.isRepeatable = tool.audience == .worker
    }
    if tool.audience == .worker, context.call.isOrchestrator,
      let worker = arguments.string("worker_id").flatMap(WorkerID.init)
    {
      context.call.actor = "worker:\(worker)"
    }
    return context
  }

  private static func writeContent(_ text: String, into writer: inout JSONWriter) {
    writer.field(
      "content", array: { list in list.element(object: { writeText(text, into: &$0) }) })
  }
}
