import CanonicalJSON
import MissionModel
import MissionTools

/// The facts about a request in its `_meta`.
struct RequestMeta: Sendable {
  private static let prefix = "io.modelcontextprotocol/"

  /// The revision of the request, as given; nil for an era with a handshake.
  let protocolVersion: JSONText?
  /// Whether the client states its capabilities, as a request without a handshake must.
  let hasCapabilities: Bool
  /// Whether the client's statements about itself have the right form.
  let isWellFormed: Bool
  /// The token for progress messages that the client wants.
  let progressToken: RequestID?
  /// The trace that the call belongs to: 32 hex digits.
  let traceID: String?
  /// The model's own id of this use of a tool.
  let toolUseID: String?

  init(_ meta: Members) {
    protocolVersion = meta[Self.prefix + "protocolVersion"]
    let capabilities = meta[Self.prefix + "clientCapabilities"]
    hasCapabilities = capabilities != nil
    let info = Self.prefix + "clientInfo"
    isWellFormed =
      (capabilities == nil || (try? Members(capabilities ?? .null)) != nil)
      && (meta[info] == nil
        || meta.members(info).map { $0.string("name") != nil && $0.string("version") != nil }
          ?? false)
    progressToken = meta["progressToken"].flatMap(RequestID.init)
    traceID = meta.string("traceparent").flatMap { TraceParent($0) }?.traceID
    toolUseID = Self.toolUseID(meta)
  }

  /// The revision of the request; nil where none was given.
  ///
  /// - Throws: `-32602` where it is not a string.
  func version() throws(RPCError) -> String? {
    guard let protocolVersion else { return nil }
    var reader = JSONReader(protocolVersion)
    guard let version = try? reader.readString() else {
      throw RPCError(.invalidParams, "io.modelcontextprotocol/protocolVersion must be a string")
    }
    return version
  }

  /// The id of the tool use, under any vendor's prefix: `claudecode/toolUseId` and its kin.
  private static func toolUseID(_ meta: Members) -> String? {
    let names = meta.names.filter { key in
      let name = key.split(separator: "/").last.map(String.init) ?? key
      return name == "toolUseId" || name == "tool_use_id"
    }
    return names.sorted().lazy.compactMap { meta.string($0) }.first { !$0.isEmpty }
  }
}
