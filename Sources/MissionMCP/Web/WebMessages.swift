import MissionControl

/// A request to the endpoint, in plain values of any HTTP server; its sender is known already.
package struct WebRequest: Sendable {
  /// The method, such as `POST`.
  package let method: String
  /// The values of each header, by its name in lower case.
  package let headers: [String: [String]]
  package let body: [UInt8]

  /// Makes a request; names of headers may be in any case.
  package init(
    method: String, headers: some Sequence<(name: String, value: String)>, body: [UInt8]
  ) {
    self.method = method
    self.headers = Dictionary(grouping: headers) { $0.name.lowercased() }
      .mapValues { $0.map(\.value) }
    self.body = body
  }

  /// The first value of a header, by its name in lower case.
  func header(_ name: String) -> String? { headers[name]?.first }

  /// Whether the client accepts a type of content; one that names none accepts any.
  func accepts(_ type: String) -> Bool {
    guard let accept = headers["accept"] else { return true }
    let family = "\(type.prefix { $0 != "/" })/*"
    return MediaType.wanted(by: accept).contains { [type, family, "*/*"].contains($0) }
  }
}

/// The answer of the endpoint.
package struct WebAnswer: Sendable {
  /// The body of an answer.
  package enum Body: Sendable {
    case whole([UInt8])
    /// Pieces as they come; a client that stops reading before the end has left.
    case stream(AsyncStream<[UInt8]>)
  }

  package let status: Int
  package let headers: [(name: String, value: String)]
  package let body: Body

  /// Makes an answer of one JSON object.
  init(_ status: Int, json: [UInt8]) {
    self.status = status
    headers = [("Content-Type", MediaType.json)]
    body = .whole(json)
  }

  /// Makes an answer without a body.
  init(_ status: Int, headers: [(name: String, value: String)] = []) {
    self.status = status
    self.headers = headers
    body = .whole([])
  }

  /// Makes an answer whose messages are sent as they come.
  init(stream: AsyncStream<[UInt8]>) {
    status = 200
    headers = [
      ("Content-Type", MediaType.events), ("Cache-Control", "no-cache, no-transform"),
      ("X-Accel-Buffering", "no"),
    ]
    body = .stream(stream)
  }
}
