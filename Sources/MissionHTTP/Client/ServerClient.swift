import CanonicalJSON
import MissionModel
import NIOCore
import NIOHTTP1
import Platform

/// A client of a server: what it asks, and what the server answers, as JSON.
package struct ServerClient: Sendable {
  /// How long an answer may take beside what the request itself waits for.
  private static let patience = 30.0

  let address: ServerAddress

  /// Makes a client of a server.
  package init(_ address: ServerAddress) {
    self.address = address
  }

  /// Asks a question; the items of the query need no encoding.
  ///
  /// - Throws: what the server answers, and `unavailable` where it can't be reached.
  package func get(
    _ path: String, _ query: [(name: String, value: String)] = [], waitSeconds: Double = 0
  ) async throws -> [UInt8] {
    let items = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
    let target = items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    return try await send(.GET, target, [], [], waitSeconds: waitSeconds)
  }

  /// Gives a command; with a key it may be given again, and is carried out once.
  ///
  /// - Throws: what the server answers, and `unavailable` where it can't be reached.
  package func post(
    _ path: String, _ body: [UInt8], key: String? = nil, waitSeconds: Double = 0
  ) async throws -> [UInt8] {
    var fields = [("Content-Type", MediaType.json)]
    if let key { fields.append(("Idempotency-Key", key)) }
    return try await send(.POST, path, fields, body, waitSeconds: waitSeconds)
  }

  /// Follows a stream of events: `take` gets the data of each, with its id, until the server ends or it is cancelled.
  package func follow(
    _ path: String, _ query: [(name: String, value: String)],
    _ take: @escaping @Sendable (_ id: String?, _ data: [UInt8]) -> Void
  ) async throws {
    let items = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
    let target = items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    let reader = EventReader(take)
    let exchange = exchange(.GET, target, [("Accept", MediaType.events)], [], timeout: nil) {
      reader.read($0)
    }
    _ = try Self.checked(try await exchange.run(), address)
  }

  /// The name of the header that holds the warnings of an answer whose body has no place for them.
  static let warningsHeader = "X-Missionlog-Warnings"

  /// Gives a command whose answer may be of any length: `take` gets it piece by piece, and what it throws ends it.
  ///
  /// Answers the object that holds the server's warnings; nil where there are none.
  package func download(
    _ path: String, _ body: [UInt8], _ take: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws -> [UInt8]? {
    let fields = [("Content-Type", MediaType.json)]
    let exchange = exchange(.POST, path, fields, body, timeout: nil, pieces: take)
    let answer = try await exchange.run()
    _ = try Self.checked(answer, address)
    return answer.warnings
  }

  /// Writes what stands in one segment of a path.
  package static func segment(_ text: String) -> String { encoded(text) }

  private func send(
    _ method: HTTPMethod, _ target: String, _ fields: [(String, String)], _ body: [UInt8],
    waitSeconds: Double
  ) async throws -> [UInt8] {
    let time = TimeAmount.microseconds(
      Instant.microseconds(inSeconds: waitSeconds + Self.patience))
    let exchange = exchange(method, target, fields, body, timeout: time, pieces: nil)
    return try Self.checked(try await exchange.run(), address)
  }

  private func exchange(
    _ method: HTTPMethod, _ target: String, _ fields: [(String, String)], _ body: [UInt8],
    timeout: TimeAmount?, pieces: (@Sendable ([UInt8]) throws -> Void)?
  ) -> Exchange {
    var headers = HTTPHeaders([
      ("Host", address.authority), ("Authorization", "Bearer " + address.token),
      ("Connection", "close"), ("X-Missionlog-Session", ""),
    ])
    headers.add(contentsOf: fields)
    if method == .POST { headers.add(name: "Content-Length", value: "\(body.count)") }
    let head = HTTPRequestHead(
      version: .http1_1, method: method, uri: address.prefix + target, headers: headers)
    return Exchange(address: address, head: head, body: body, timeout: timeout, pieces: pieces)
  }

  /// The body of a success.
  ///
  /// - Throws: the error that the answer holds.
  private static func checked(
    _ answer: Exchange.Answer, _ address: ServerAddress
  ) throws(MissionError) -> [UInt8] {
    guard (200..<300).contains(answer.status) else {
      throw MissionError(answered: answer.body)
        ?? MissionError(
          answer.status >= 500 ? .unavailable : .internalError,
          "\(address.authority) answered \(answer.status), and not as a missionlog server does")
    }
    return answer.body
  }

  private static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.utf8.count == 1 ? "0" + digits : digits)
      }
    }
    return encoded
  }
}

extension MissionError {
  /// The error that a server answered with; nil where the bytes hold none of the contract's.
  init?(answered body: [UInt8]) {
    var (code, message, wait, details): (String?, String?, Int?, JSONText?) = (nil, nil, nil, nil)
    do throws(JSONError) {
      var reader = JSONReader(try JSONText(canonicalizing: body))
      try reader.readObject { key, reader throws(JSONError) in
        guard key == "error" else { return try reader.skip() }
        try reader.readObject { key, reader throws(JSONError) in
          switch key {
          case "code": code = try reader.readString()
          case "message": message = try reader.readString()
          case "retry_after_ms": wait = try reader.readInt()
          case "details": details = try reader.readText()
          default: try reader.skip()
          }
        }
      }
    } catch {
      return nil
    }
    guard let code = code.flatMap(Code.init), let message else { return nil }
    self.init(code, message, retryAfterMs: wait, details: details)
  }
}
