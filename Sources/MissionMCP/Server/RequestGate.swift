/// A gate that determines the era of a request on a stream, and refuses one that fits none.
struct RequestGate {
  /// The version agreed on by a handshake on the same connection; nil before one.
  var handshake: String?

  /// The era of a request.
  ///
  /// - Throws: `-32602` for a request that says too little about itself, `-32022` for an
  ///   unsupported revision.
  func era(of request: Request) throws(RPCError) -> Era {
    if request.meta.protocolVersion != nil {
      try Self.checkIsSpoken(try Self.version(of: request))
      return .modern
    }
    if request.method == "initialize" {
      return .legacy(version: try MCPServer.version(for: request))
    }
    if let handshake { return .legacy(version: handshake) }
    if request.method == "ping" { return .legacy(version: ProtocolVersion.unnamed) }
    guard Self.methods.contains(request.method) else {
      throw RPCError.unknown(method: request.method)
    }
    throw Self.incomplete("begin with initialize, or give")
  }

  /// The revision of a request without a handshake, once that says about itself all that it must.
  ///
  /// The requirements of another revision are unknown, and not checked.
  static func version(of request: Request) throws(RPCError) -> String {
    guard let version = try request.meta.version() else { throw incomplete("give") }
    guard version == ProtocolVersion.modern else { return version }
    guard request.meta.hasCapabilities else { throw incomplete("give") }
    guard request.meta.isWellFormed else {
      throw RPCError(
        .invalidParams,
        "io.modelcontextprotocol/clientCapabilities must be an object, and clientInfo one with name "
          + "and version")
    }
    return version
  }

  /// Refuses a revision that isn't supported without a handshake.
  static func checkIsSpoken(_ version: String) throws(RPCError) {
    guard version == ProtocolVersion.modern else { throw .unsupported(version: version) }
  }

  /// Refuses a request that must not be in a batch.
  static func checkMayBeBatched(_ request: Request) throws(RPCError) {
    guard request.method != "initialize" else {
      throw RPCError(.invalidRequest, "initialize must not be part of a batch")
    }
  }

  private static func incomplete(_ beginning: String) -> RPCError {
    RPCError(
      .invalidParams,
      "\(beginning) params._meta with io.modelcontextprotocol/protocolVersion and "
        + "io.modelcontextprotocol/clientCapabilities")
  }

  /// Every method of either era.
  private static let methods: Set<String> = [
    "server/discover", "subscriptions/listen", "tools/list", "tools/call", "prompts/list",
    "prompts/get",
  ]
}
