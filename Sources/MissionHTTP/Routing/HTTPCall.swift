import HTTPTypes
import MissionControl
import MissionModel
import MissionTools
import Platform

/// One request that has passed every check, in the form that its route gets.
struct HTTPCall: Sendable {
  /// The fleet, and the caller's context.
  let context: ToolContext
  /// The request's id: the client's own, or one that was made for it.
  let id: String
  /// The caller; nil for a route that needs no token.
  let caller: Caller?
  let method: HTTPRequest.Method
  /// The parameters of the path, decoded.
  let path: [String: String]
  let target: RequestTarget
  let fields: HTTPFields
  let body: [UInt8]
  /// The end of the server.
  let serverEnding: Ending
  /// The ends of the connection; nil where it is closed already.
  let connection: ConnectionEndings?
  /// The threads on which the fleets of past moments are closed.
  let closing: BlockingPool

  /// The context under the request's own id, for a call that the client's key doesn't make
  /// repeatable.
  var contextOfRequest: ToolContext {
    var context = context
    context.call.requestID = id
    context.call.isRepeatable = false
    return context
  }

  /// The parameters of the request: from the path, from the query or the body, and from headers.
  ///
  /// - Throws: `validation_error`, also for a command with a query, which would be ignored.
  func arguments(
    for parameters: [Parameter], named more: [String: String] = [:]
  ) throws(MissionError) -> Arguments {
    let named = path.merging(more) { path, _ in path }
    if method == .post {
      let unheard = try target.items().map(\.name)
      guard unheard.isEmpty else {
        throw .validation(
          "\(unheard.joined(separator: ", ")) is in the query, but a POST takes its parameters in its body",
          field: unheard.first)
      }
      return try RequestArguments.ofBody(body, named: named, for: parameters)
    }
    return try RequestArguments.ofQuery(target.items(), named: named, for: parameters)
  }

  /// Asks the fleet, or the fleet of a past moment.
  func asking<Answer: Sendable>(
    asOf moment: String?, _ course: Route.Course = .short,
    _ body: @escaping @Sendable (ToolContext) async throws -> Answer
  ) async throws -> Answer {
    guard let moment else {
      guard course != .short else { return try await body(context) }
      do {
        return try await untilEnded { [context] in try await body(context) }
      } catch let error as MissionError where course == .patient && error == .clientIsGone {
        var context = context
        context.rules.longestWait = 0
        return try await body(context)
      }
    }
    let past = try await context.asOf(moment)
    defer { closing.submit { past.fleet.close() } }
    return try await body(past)
  }

  /// Does long work, unless the client stops sending or the server ends.
  func untilEnded<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await Ending.race(endings, body)
  }

  /// The endings that cut off a long call.
  private var endings: [Ending] { [serverEnding] + (connection.map { [$0.silence] } ?? []) }

  /// Whether the client asks for a stream of events.
  var wantsEvents: Bool {
    MediaType.wanted(by: fields[values: .accept]).contains(MediaType.events)
  }
}
