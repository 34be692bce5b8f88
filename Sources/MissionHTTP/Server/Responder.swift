import HTTPTypes
import Hummingbird
import Logging
import MissionControl
import MissionModel
import MissionTools
import NIOCore
import NIOHTTP1
import Platform

/// The way in of every request: its caller, its permission, its route, and only then its content.
///
/// The order is the contract's: host, origin, token, scope, route and method, media type, size,
/// body.
struct Responder: HTTPResponder {
  typealias Context = ConnectionContext

  let table: RouteTable
  let rules: AddressRules
  let tokens: TokenBook
  let limiter: RateLimiter
  let fleet: Fleet
  let connections: Connections
  let serverEnding: Ending
  let bodies: BodyReader
  let tally: RequestTally
  let logger: Logger
  let closing = BlockingPool(name: "past-fleets", threads: 1)

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let started = fleet.surroundings.clocks.monotonic()
    let id = CallHeaders.id(request.headers, fleet.surroundings.randomness)
    let target = RequestTarget(request.head.path ?? "/")
    let match = table.match(request.method, target.path)
    var reply: Reply
    do {
      reply = try await answer(request, target, match, id: id, context)
    } catch let error as HTTPParserError {
      reply = Reply(unreadable: error)
    } catch {
      let refusal = Self.refusal(error)
      if refusal.code == .internalError {
        logger.error(
          "internal error", metadata: ["request_id": "\(id)", "type": "\(type(of: error))"])
      }
      reply = Reply(refusal)
      if case .otherMethods(let methods, _) = match {
        reply.fields[.allow] = methods.map(\.rawValue).sorted().joined(separator: ", ")
      }
    }
    let taken = fleet.surroundings.clocks.monotonic() - started
    note(request, match, reply, id: id, microseconds: taken)
    return reply.response(id: id, isHead: request.method == .head)
  }

  private func answer(
    _ request: Request, _ target: RequestTarget, _ match: RouteTable.Match, id: String,
    _ context: ConnectionContext
  ) async throws -> Reply {
    try checkAddress(request)
    try checkRate(context.channel)
    let caller = try admit(request, match)
    guard case .route(let route, let values) = match else { throw Self.miss(match, request) }
    var body: [UInt8] = []
    if route.method == .post {
      try Self.checkMediaType(request)
      try Self.checkEncoding(request)
      body = try await bodies.read(request, orUpTo: route.bodyBytes)
    }
    var call = try CallHeaders.call(caller, request.headers, id: id)
    call.remoteHost = context.remoteHost
    call.trustedTokens = tokens.trusted
    var path: [String: String] = [:]
    for (name, value) in values { path[name] = try PercentCoding.decode(value) }
    var fields = request.headers
    // RFC 9110, 14.2: only a GET has a range.
    if request.method == .head { fields[.range] = nil }
    return try await route.respond(
      HTTPCall(
        context: ToolContext(fleet: fleet, call: call), id: id,
        caller: caller, method: route.method, path: path, target: target,
        fields: fields, body: body, serverEnding: serverEnding,
        connection: connections.endings(of: context.channel), closing: closing))
  }

  private func checkAddress(_ request: Request) throws(MissionError) {
    // A proxy before this server may have used the other one.
    guard request.headers[.secondHost] == nil else {
      throw MissionError(.validationError, "the header holds Host more than once")
    }
    let host = request.head.authority
    guard rules.admits(host: host) else {
      throw MissionError(
        .misdirectedHost,
        "this server doesn't answer for the host '\((host ?? "").prefix(200))'; server.allowed_hosts lists its hosts"
      )
    }
    guard request.headers[values: .origin].allSatisfy({ rules.admits(origin: $0, host: host) })
    else {
      throw MissionError(
        .forbiddenOrigin,
        "requests from this page's origin are refused; server.allowed_origins lists the allowed ones"
      )
    }
  }

  private func checkRate(_ channel: any Channel) throws(MissionError) {
    guard let wait = limiter.count(channel.remoteAddress?.ipAddress ?? "local") else { return }
    throw MissionError(
      .rateLimited, "too many requests in this minute; try again when it is over",
      retryAfterMs: wait)
  }

  /// The caller; nil for a route that needs none.
  private func admit(_ request: Request, _ match: RouteTable.Match) throws(MissionError) -> Caller?
  {
    if case .route(let route, _) = match, route.access == .everybody { return nil }
    guard let caller = bearer(of: request) else {
      throw MissionError(
        .unauthorized,
        "a bearer token is required: send Authorization: Bearer with the token in the file that serve named"
      )
    }
    let wanted: [Scope] =
      switch match {
      case .route(let route, _):
        switch route.access {
        case .everybody, .anyBearer: []
        case .scope(let scope): [scope]
        }
      case .otherMethods(_, forAnyBearer: true): []
      case .otherMethods, .nothing:
        request.method == .get || request.method == .head ? [.read] : [.dispatch, .work]
      }
    try caller.check(wanted)
    return caller
  }

  private func bearer(of request: Request) -> Caller? {
    let values = request.headers[values: .authorization]
    guard values.count == 1, let header = values.first else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return tokens.caller(bearing: Array(parts[1].drop { $0 == " " }.utf8))
  }

  private static func checkMediaType(_ request: Request) throws(MissionError) {
    let type = try request.headers.single(.contentType) ?? ""
    // Nearly all clients write it so, and it needs no parsing.
    if type == MediaType.json { return }
    let words = type.lowercased().split(separator: ";", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
    let charset = words.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst(8)
    guard words[0] == MediaType.json, ["utf-8", "utf8", ""].contains(charset ?? "") else {
      throw MissionError(
        .unsupportedMediaType,
        "the body must be application/json in UTF-8, not '\(type.prefix(100))': set Content-Type")
    }
  }

  /// Refuses a compressed body, since nothing here decompresses it.
  private static func checkEncoding(_ request: Request) throws(MissionError) {
    for value in request.headers[values: .contentEncoding] {
      for coding in value.split(separator: ",") {
        let name = coding.filter { $0 != " " && $0 != "\t" }
        guard !name.isEmpty, name.lowercased() != "identity" else { continue }
        throw MissionError(
          .unsupportedMediaType,
          "the body must come unpacked, not as '\(name.prefix(100))': leave out Content-Encoding")
      }
    }
  }

  private static func miss(_ match: RouteTable.Match, _ request: Request) -> MissionError {
    if case .otherMethods(let methods, _) = match {
      return MissionError(
        .methodNotAllowed,
        "\(request.method.rawValue) is not possible here: use "
          + methods.map(\.rawValue).sorted().joined(separator: " or "))
    }
    return .nothingAtThisPath
  }

  private static func refusal(_ error: any Error) -> MissionError {
    if error is CancellationError { return .serverIsEnding }
    return MissionError(whatever: error)
  }

  private func note(
    _ request: Request, _ match: RouteTable.Match, _ reply: Reply, id: String, microseconds: Int64
  ) {
    var path = "none"
    if case .route(let route, _) = match { path = route.path.description }
    let method = RequestTally.known(request.method)
    tally.count(method: method, path: path, status: reply.status, microseconds: microseconds)
    logger.debug(
      "request",
      metadata: [
        "method": "\(method)", "route": "\(path)", "status": "\(reply.status)",
        "microseconds": "\(microseconds)", "request_id": "\(id)",
      ])
  }
}
