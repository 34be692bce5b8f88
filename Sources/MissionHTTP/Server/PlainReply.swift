/// What such a door answers.
package struct PlainReply: Sendable {
  /// Where the bytes come from.
  package enum Body: Sendable {
    case whole([UInt8])
    /// Made as the client takes them, a piece after the other; nil ends it.
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
