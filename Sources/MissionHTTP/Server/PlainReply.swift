/// The reply of such a door.
package struct PlainReply: Sendable {
  /// The source of the bytes.
  package enum Body: Sendable {
    case whole([UInt8])
    /// Bytes that are made as the client takes them, piece by piece; nil ends them.
    case pieces(@Sendable () async throws -> [UInt8]?)
  }

  package var status: Int
  package var fields: [(name: String, value: String)]
  package var body: Body

  /// Makes a reply.
  package init(status: Int, fields: [(name: String, value: String)], body: Body) {
    self.status = status
    self.fields = fields
    self.body = body
  }
}
