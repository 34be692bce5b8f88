import MissionControl
import MissionHTTP
import MissionMCP
import MissionTools

/// MCP behind the HTTP door: each request is passed on with the tools that its token allows.
enum MountedMCP {
  /// Makes the door.
  static func door() -> PlainDoor {
    let endpoint = WebEndpoint()
    return PlainDoor(
      answer: { request in
        let web = WebRequest(method: request.method, headers: request.fields, body: request.body)
        return PlainReply(
          await endpoint.answer(
            web, request.context, tools: tools(of: request.caller),
            unlisted: unlisted(of: request.caller)))
      }, end: endpoint.end)
  }

  /// The listed tools: an orchestrator's, reading ones for a token that may read and changing ones
  /// for one that may dispatch; a worker's for a token with scope `work`.
  private static func tools(of caller: Caller) -> [Tool] {
    let tools = Tools.served(
      toWorkers: false, reading: caller.may(.read), writing: caller.may(.dispatch))
    return caller.scopes.contains(.work) ? tools + Tools.worker : tools
  }

  /// A worker's tools, unlisted, for a token that may do the work without having scope `work`, as
  /// `admin` may: it is usually an orchestrator's, and its list stays short.
  private static func unlisted(of caller: Caller) -> [Tool] {
    caller.may(.work) && !caller.scopes.contains(.work) ? Tools.worker : []
  }
}

extension PlainReply {
  /// Makes the reply of an endpoint's answer.
  fileprivate init(_ answer: WebAnswer) {
    let body: Body =
      switch answer.body {
      case .whole(let bytes): .whole(bytes)
      case .stream(let stream):
        .pieces {
          for await piece in stream { return piece }
          return nil
        }
      }
    self.init(status: answer.status, fields: answer.headers, body: body)
  }
}
