import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import MissionTesting
import NIOCore

@testable import MissionHTTP

/// A server on a home of its own and a free port of loopback, with a token for each scope.
final class ServerBench: Sendable {
  let home: TemporaryHome
  let fleet: Fleet
  let port: Int
  private let server: MissionServer
  private let running: Task<Void, any Error>

  /// Starts a server; `configure` changes its options.
  static func start(
    _ yaml: String? = nil, on home: TemporaryHome? = nil, port: Int = 0,
    _ configure: (inout ServerOptions) -> Void = { _ in }
  ) async throws -> ServerBench {
    let home = try home ?? TemporaryHome()
    let fleet = home.fleet(yaml)
    _ = try await fleet.openForWriting()
    var tokens = TokenBook()
    for scope in Scope.allCases {
      try tokens.add(
        Array("\(scope.rawValue)-token".utf8), Caller(name: scope.rawValue, scopes: [scope]),
        from: "a test")
    }
    var options = ServerOptions(settings: fleet.configuration.server, tokens: tokens) { _ in }
    options.port = port
    configure(&options)
    let server = MissionServer(fleet: fleet, options: options)
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let running = Task {
      defer { listening.finish() }
      try await server.run { listening.yield($0) }
    }
    for await port in ports {
      return ServerBench(home: home, fleet: fleet, port: port, server: server, running: running)
    }
    try await running.value
    throw MissionError(.internalError, "the server ended before it listened")
  }

  private init(
    home: TemporaryHome, fleet: Fleet, port: Int, server: MissionServer,
    running: Task<Void, any Error>
  ) {
    self.home = home
    self.fleet = fleet
    self.port = port
    self.server = server
    self.running = running
  }

  deinit { server.stop() }

  /// Ends the server as a signal does, and lets go of its ledgers.
  func stop() async throws {
    server.stop()
    try await running.value
    fleet.close()
  }

  /// A client that shows the token of a scope.
  func client(_ scope: Scope = .admin) throws -> ServerClient {
    ServerClient(
      try ServerAddress("http://127.0.0.1:\(port)", token: "\(scope.rawValue)-token"))
  }

  /// Sends bytes as they are, and reads what comes until the server hangs up.
  func raw(_ request: String) async throws -> String {
    try await RawConnection.exchange(Array(request.utf8), port: port)
  }

  /// Asks a question with header lines as they are, on a connection that the server closes; the
  /// token is an admin's unless the lines name one.
  func ask(
    _ method: String = "GET", _ path: String, _ lines: [String] = [], host: String? = nil,
    token: String? = "admin-token", body: String? = nil
  ) async throws -> RawAnswer {
    var request = "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n"
    if let token { request += "Authorization: Bearer \(token)\r\n" }
    for line in lines { request += line + "\r\n" }
    if let body { request += "Content-Length: \(body.utf8.count)\r\n" }
    request += "Connection: close\r\n\r\n" + (body ?? "")
    return RawAnswer(try await raw(request))
  }

  /// Dispatches a mission, and answers its id.
  func dispatch(_ objective: String = "count to ten", key: String? = nil) async throws -> String {
    let body = JSONText.object { writer in
      writer.field("vp_id", "vp.general.primary")
      writer.field("objective", objective)
    }
    let answer = try await client().post("missions", body.bytes, key: key)
    return try Members(answer).text("mission_id")
  }
}

/// An answer as it came over the connection.
struct RawAnswer: Sendable {
  let status: Int
  let head: String
  let body: String

  init(_ text: String) {
    let end = text.firstRange(of: "\r\n\r\n")
    head = String(text[..<(end?.lowerBound ?? text.endIndex)])
    body = end.map { String(text[$0.upperBound...]) } ?? ""
    status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
  }

  /// The value of a header; nil where it isn't there.
  func field(_ name: String) -> String? {
    for line in head.split(separator: "\r\n").dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
      return String(parts[1].drop { $0 == " " })
    }
    return nil
  }

  /// Whether all of a body whose length is told has come.
  var isWhole: Bool { field("Content-Length") == "\(body.utf8.count)" }

  /// The code of the error that it holds; nil where it holds none.
  var code: String? { MissionError(answered: Array(body.utf8))?.code.rawValue }
}

/// The members of a JSON object.
struct Members {
  private var values: [String: JSONText] = [:]

  init(_ json: [UInt8]) throws {
    var found: [String: JSONText] = [:]
    var reader = JSONReader(try JSONText(canonicalizing: json))
    try reader.readObject { key, reader throws(JSONError) in
      found[key.string] = try reader.readText()
    }
    values = found
  }

  subscript(_ name: String) -> JSONText? { values[name] }

  func text(_ name: String) throws -> String {
    var reader = JSONReader(values[name] ?? .null)
    return try reader.readString()
  }

  func object(_ name: String) throws -> Members { try Members((values[name] ?? .null).bytes) }
}
