import MissionControl
import MissionHTTP
import MissionMCP
import MissionTools

/// MCP behind the HTTP door: each request is handed on with the tools that its token allows.
enum MountedMCP {
  /// Makes the door.
  static func door() -> PlainDoor {
    let endpoint = WebEndpoint()
    return PlainDoor(
      answer: { request in
        let web = WebRequest(method: request.method, headers: request.fields, body: request.body)
        return PlainReply(
          await endpoint.answer(web, request.context, tools: tools(of: request.caller)))
      }, end: endpoint.end)
  }

  /// An orchestrator's tools, those alone that change nothing for a token that only reads; a worker's for one that was
  /// given the work.
  private static func tools(of caller: Caller) -> [Tool] {
    var tools: [Tool] = []
    if caller.may(.dispatch) {
      tools = Tools.orchestrator
    } else if caller.may(.read) {
      tools = Tools.served(toWorkers: false, readingOnly: true)
    }
    return caller.scopes.contains(.work) ? tools + Tools.worker : tools
  }
}

extension PlainReply {
  /// Hands on what the endpoint answers.
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
