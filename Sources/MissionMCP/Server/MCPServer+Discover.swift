import CanonicalJSON

extension MCPServer {
  /// `server/discover`: the supported revisions, the capabilities, and the instructions for the
  /// tools.
  func discover(_ request: Request) async -> [UInt8] {
    let instructions = await instructions()
    return respond(request, .modern, cache: .home) { result in
      result.field("supportedVersions", ProtocolVersion.all)
      result.field("capabilities", object: Self.writeCapabilities)
      result.field("instructions", instructions)
    }
  }

  /// `initialize`: the handshake of the older revisions; agrees on the client's version if it is
  /// supported.
  func initialize(_ request: Request, _ version: String) async -> [UInt8] {
    let instructions = await instructions()
    return respond(request, .legacy(version: version)) { result in
      result.field("protocolVersion", version)
      result.field("capabilities", object: Self.writeCapabilities)
      result.field("serverInfo", object: Self.writeInfo)
      result.field("instructions", instructions)
    }
  }

  /// The version that a handshake agrees on.
  ///
  /// - Throws: `-32602` for a handshake that names none.
  static func version(for initialize: Request) throws(RPCError) -> String {
    guard let wanted = initialize.params.string("protocolVersion") else {
      throw RPCError(.invalidParams, "initialize needs protocolVersion, a string")
    }
    return ProtocolVersion.legacy.contains(wanted) ? wanted : ProtocolVersion.offered
  }

  /// Writes the capabilities; neither list changes while the server runs, so nobody needs to listen
  /// for changes.
  private static func writeCapabilities(into writer: inout JSONWriter) {
    writer.field("tools", object: { _ in })
    writer.field("prompts", object: { _ in })
  }

  /// The instructions for a model that has never seen the tools.
  private func instructions() async -> String {
    await Instructions(of: context, tools: tools).text
  }
}
