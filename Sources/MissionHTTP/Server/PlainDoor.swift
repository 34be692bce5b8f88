package import MissionTools

/// A request for a door that is not this one, as plain values: no door knows another's types.
package struct PlainRequest: Sendable {
  package let method: String
  package let path: String
  /// The header, names in lower case.
  package let fields: [(name: String, value: String)]
  package let body: [UInt8]
  /// The fleet, and on whose behalf the call is made.
  package let context: ToolContext
  /// Who calls, and what its token allows.
  package let caller: Caller
}

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

/// A door that is mounted at one path: it takes POSTs, and is cancelled when their client hangs up.
package struct PlainDoor: Sendable {
  let answer: @Sendable (PlainRequest) async throws -> PlainReply
  let end: @Sendable () -> Void

  /// Makes a door of what answers a request, and of what has every call that waits answer with what there is by now,
  /// because the server is going.
  package init(
    answer: @escaping @Sendable (PlainRequest) async throws -> PlainReply,
    end: @escaping @Sendable () -> Void
  ) {
    self.answer = answer
    self.end = end
  }
}
