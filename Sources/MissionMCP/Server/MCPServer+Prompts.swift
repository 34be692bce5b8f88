import CanonicalJSON
import MissionTools

/// The prompts: the operating skill, for those who want to work by it.
extension MCPServer {
  /// `prompts/list`: the only prompt.
  func listPrompts(_ request: Request, _ era: Era) throws(RPCError) -> [UInt8] {
    try Self.refuseCursor(request)
    return respond(request, era, cache: .text) { result in
      result.field(
        "prompts",
        array: { list in
          list.element(object: { prompt in
            prompt.field("name", Skill.name)
            prompt.field("title", "Working with VPs")
            prompt.field("description", Skill.summary)
            prompt.field("arguments", array: { _ in })
          })
        })
    }
  }

  /// `prompts/get`: its text.
  ///
  /// - Throws: `-32602` for any other.
  func prompt(_ request: Request, _ era: Era) throws(RPCError) -> [UInt8] {
    guard let name = request.params.string("name") else {
      throw RPCError(.invalidParams, "prompts/get needs name, a string")
    }
    guard name == Skill.name else {
      throw RPCError(
        .invalidParams, "Unknown prompt: \(name.prefix(200)); there is \(Skill.name)")
    }
    return respond(request, era) { result in
      result.field("description", Skill.summary)
      result.field(
        "messages",
        array: { list in
          list.element(object: { message in
            message.field("role", "user")
            message.field("content", object: { Self.writeText(Skill.text, into: &$0) })
          })
        })
    }
  }

  /// Writes the members of a piece of content that is text.
  static func writeText(_ text: String, into writer: inout JSONWriter) {
    writer.field("type", "text")
    writer.field("text", text)
  }
}
