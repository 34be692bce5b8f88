import MissionControl
import MissionModel
import NIOCore
import NIOHTTP1
import Platform

/// A client of a server: requests and answers as JSON.
///
/// Its paths begin below the API's root: `status`, `ServerPath.mission(id) + "/cancel"`.
package struct ServerClient: Sendable {
  /// Takes a piece of an answer; an error that it throws ends the call.
  package typealias TakePiece = @Sendable (_ piece: [UInt8]) throws -> Void
  /// An event of a stream: the place after it, and its data, empty for a mere place.
  package typealias Event = (id: String?, data: [UInt8])

  /// The prefix of the API's paths.
  private static let root = "/api/v1/"

  /// How long an answer may take beyond the request's own wait.
  private static let patience = 30.0

  let address: ServerAddress

  /// Makes a client of a server.
  package init(_ address: ServerAddress) {
    self.address = address
  }

  /// Asks a question; the items of the query need no encoding.
  ///
  /// - Throws: the server's error, and `unavailable` where it can't be reached.
  package func get(
    _ path: String, _ query: [(name: String, value: String)] = [], waitSeconds: Double = 0
  ) async throws -> [UInt8] {
    try await send(.GET, Self.target(path, query), [], [], waitSeconds: waitSeconds).body
  }

  /// Asks a question as `get` does; also returns the time of the answer by the server's clock.
  func getDated(
    _ path: String, _ query: [(name: String, value: String)]
  ) async throws -> (body: [UInt8], date: Instant?) {
    let answer = try await send(.GET, Self.target(path, query), [], [], waitSeconds: 0)
    return (answer.body, answer.date)
  }

  /// Gives a command; with a key it may be repeated, and is carried out once.
  ///
  /// - Throws: the server's error, and `unavailable` where it can't be reached.
  package func post(
    _ path: String, _ body: [UInt8], key: String? = nil, waitSeconds: Double = 0
  ) async throws -> [UInt8] {
    var fields = [("Content-Type", MediaType.json)]
    if let key { fields.append((HeaderName.idempotencyKey, key)) }
    return try await send(.POST, path, fields, body, waitSeconds: waitSeconds).body
  }

  /// Follows a stream of events, which ends with its reader or with the server.
  package func events(
    _ path: String, _ query: [(name: String, value: String)]
  ) -> AsyncThrowingStream<Event, any Error> {
    let target = Self.target(path, query)
    return AsyncThrowingStream { events in
      let reader = EventReader { events.yield((id: $0, data: $1)) }
      let following = Task {
        do {
          let accept = [("Accept", MediaType.events)]
          let exchange = try exchange(.GET, target, accept, [], timeout: nil) { reader.read($0) }
          _ = try Self.checked(try await exchange.run(), address)
          events.finish()
        } catch {
          events.finish(throwing: error)
        }
      }
      events.onTermination = { _ in following.cancel() }
    }
  }

  /// Gives a command whose answer may be of any length: `take` gets it piece by piece, and an error
  /// that it throws ends the call.
  ///
  /// Returns the object that holds the server's warnings; nil where there are none.
  package func download(
    _ path: String, _ body: [UInt8], _ take: @escaping TakePiece
  ) async throws -> [UInt8]? {
    let fields = [("Content-Type", MediaType.json)]
    let exchange = try exchange(.POST, path, fields, body, timeout: nil, pieces: take)
    let answer = try await exchange.run()
    _ = try Self.checked(answer, address)
    return answer.warnings
  }

  private static func target(
    _ path: String, _ query: [(name: String, value: String)]
  ) -> String {
    let items = query.map { ServerPath.segment($0.name) + "=" + ServerPath.segment($0.value) }
    return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
  }

  private func send(
    _ method: HTTPMethod, _ target: String, _ fields: [(String, String)], _ body: [UInt8],
    waitSeconds: Double
  ) async throws -> Exchange.Answer {
    let time = TimeAmount.microseconds(
      Instant.microseconds(inSeconds: waitSeconds + Self.patience))
    let exchange = try exchange(method, target, fields, body, timeout: time, pieces: nil)
    return try Self.checked(try await exchange.run(), address)
  }

  /// Prepares a request.
  ///
  /// - Throws: `validation_error` for a path with an empty part: for the server that is another
  ///   path, and its error would not mention the given name.
  private func exchange(
    _ method: HTTPMethod, _ target: String, _ fields: [(String, String)], _ body: [UInt8],
    timeout: TimeAmount?, pieces: TakePiece?
  ) throws(MissionError) -> Exchange {
    let path = target.prefix { $0 != "?" }
    guard !path.split(separator: "/", omittingEmptySubsequences: false).contains("") else {
      throw .validation("an empty name stands for nothing: the server was not asked")
    }
    var headers = HTTPHeaders([
      ("Host", address.authority), ("Authorization", "Bearer " + address.token),
      ("Connection", "close"), (HeaderName.session, ""),
    ])
    headers.add(contentsOf: fields)
    if method == .POST { headers.add(name: "Content-Length", value: "\(body.count)") }
    let head = HTTPRequestHead(
      version: .http1_1, method: method, uri: address.prefix + Self.root + target,
      headers: headers)
    return Exchange(address: address, head: head, body: body, timeout: timeout, pieces: pieces)
  }

  /// The answer, if it is a success.
  ///
  /// - Throws: the error in the answer.
  private static func checked(
    _ answer: Exchange.Answer, _ address: ServerAddress
  ) throws(MissionError) -> Exchange.Answer {
    guard (200..<300).contains(answer.status) else {
      let error = MissionError(answered: answer.body)
      // With a wrong prefix, a path exists at no server.
      let isOfTheUnknown = address.prefix.isEmpty && error?.isOfTheUnknown == true
      throw (isOfTheUnknown ? error?.ofAnOlderServer : error)
        ?? MissionError(
          answer.status >= 500 ? .unavailable : .internalError,
          "\(address.authority) answered \(answer.status), and not as a missionlog server does")
    }
    return answer
  }
}
