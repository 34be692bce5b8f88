import CanonicalJSON

/// A failure of the protocol itself, which a model can't mend by other values.
struct RPCError: Error, Sendable {
  /// The kind of failure, as the protocol numbers them.
  enum Code: Int, Sendable {
    case parseError = -32_700
    case invalidRequest = -32_600
    case methodNotFound = -32_601
    case invalidParams = -32_602
    case internalError = -32_603
    /// Too many requests wait already.
    case crowded = -32_000
    /// The HTTP headers contradict the body.
    case headerMismatch = -32_020
    case unsupportedVersion = -32_022
  }

  let code: Code
  /// One sentence about the fault.
  let message: String
  /// Details for a program to act on.
  var data: JSONText?

  init(_ code: Code, _ message: String, data: JSONText? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// The failure for a method that isn't there.
  static func unknown(method: String) -> RPCError {
    RPCError(.methodNotFound, "Method not found: \(method.prefix(200))")
  }

  /// The failure for a request that would wait when too many do already.
  static let crowded = RPCError(
    .crowded, "Too many requests wait already: call again when one of them is answered")

  /// The failure for an unsupported version, with the supported ones.
  static func unsupported(version: String) -> RPCError {
    RPCError(
      .unsupportedVersion, "Unsupported protocol version",
      data: .object { data in
        data.field("supported", ProtocolVersion.all)
        data.field("requested", version)
      })
  }
}
