import Foundation

/// A check of a request's headers against its body, so that intermediaries see what the server
/// sees.
struct HeaderCheck {
  static let version = "mcp-protocol-version"
  static let method = "mcp-method"
  static let name = "mcp-name"

  /// The methods whose request names something, with the parameter of that name.
  private static let named = ["tools/call": "name", "prompts/get": "name", "resources/read": "uri"]

  /// Determines the era of a request over HTTP.
  ///
  /// - Throws: `-32602`, `-32020` or `-32022` for one that fits no era, or contradicts itself.
  static func era(of request: Request, in web: WebRequest) throws(RPCError) -> Era {
    let header = web.header(version)
    let isHandshake = request.method == "initialize" && request.meta.protocolVersion == nil
    if isHandshake { return .legacy(version: try MCPServer.version(for: request)) }
    if request.meta.protocolVersion != nil || header == ProtocolVersion.modern {
      let version = try RequestGate.version(of: request)
      try check(request, version, web)
      try RequestGate.checkIsSpoken(version)
      return .modern
    }
    guard let header else { return .legacy(version: ProtocolVersion.unnamed) }
    guard ProtocolVersion.legacy.contains(header) else { throw .unsupported(version: header) }
    return .legacy(version: header)
  }

  /// Checks those headers of a notification that are there against its body; no revision says which
  /// must be.
  ///
  /// - Returns: whether it is of the revision without a handshake.
  /// - Throws: `-32602`, `-32020` or `-32022` as for a request.
  static func isModern(
    notification: String, _ params: Members, in web: WebRequest
  ) throws(RPCError) -> Bool {
    let header = web.header(version)
    let meta = RequestMeta(params.members("_meta") ?? .none)
    guard meta.protocolVersion != nil || header == ProtocolVersion.modern else {
      guard header.map(ProtocolVersion.all.contains) ?? true else {
        throw .unsupported(version: header ?? "")
      }
      return false
    }
    let given = try meta.version()
    try checkAreSingle(web)
    if let header, let given { try compare(Self.version, header, given) }
    if let name = web.header(method) { try compare(method, name, notification) }
    try RequestGate.checkIsSpoken(given ?? ProtocolVersion.modern)
    return true
  }

  private static func checkAreSingle(_ web: WebRequest) throws(RPCError) {
    for name in [Self.version, method, name] where web.headers[name]?.count ?? 0 > 1 {
      throw RPCError(.headerMismatch, "Header mismatch: \(name) appears more than once")
    }
  }

  private static func check(
    _ request: Request, _ version: String, _ web: WebRequest
  ) throws(RPCError) {
    try checkAreSingle(web)
    try compare(Self.version, web.header(Self.version), version)
    try compare(method, web.header(method), request.method)
    guard let parameter = named[request.method], let wanted = request.params.string(parameter)
    else { return }
    let given = web.header(name)
    guard let given else { return try compare(name, nil, wanted) }
    guard let decoded = decoded(given) else {
      throw RPCError(.headerMismatch, "Header mismatch: \(name) is not base64 of UTF-8 text")
    }
    try compare(name, decoded, wanted)
  }

  private static func compare(
    _ header: String, _ given: String?, _ wanted: String
  ) throws(RPCError) {
    guard given != wanted else { return }
    let value = given.map { "'\($0.prefix(200))'" } ?? "missing"
    throw RPCError(
      .headerMismatch,
      "Header mismatch: \(header) is \(value), the body says '\(wanted.prefix(200))'")
  }

  /// The text of a header's value, decoded from base64 if it was encoded; nil if that is malformed.
  static func decoded(_ value: String) -> String? {
    guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.utf8.count >= 11 else {
      return value
    }
    let base64 = String(value.dropFirst(9).dropLast(2))
    guard let data = Data(base64Encoded: base64), data.base64EncodedString() == base64 else {
      return nil
    }
    return String(data: data, encoding: .utf8)
  }
}
