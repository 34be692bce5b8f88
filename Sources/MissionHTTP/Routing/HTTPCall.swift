import HTTPTypes
import MissionControl
import MissionModel
import MissionTools
import Platform

/// One request that has passed every check, as its route sees it.
package struct HTTPCall: Sendable {
  /// The fleet, and on whose behalf the call is made.
  let context: ToolContext
  /// The request's id: the client's own, or one that was made for it.
  let id: String
  /// Who calls; nil where no token is asked for.
  let caller: Caller?
  let method: HTTPRequest.Method
  /// The parameters of the path, decoded.
  let path: [String: String]
  let target: RequestTarget
  let fields: HTTPFields
  let body: [UInt8]
  /// Comes when the server ends.
  let serverEnding: Ending
  /// What may become of the connection; nil where it is closed already.
  let connection: ConnectionEndings?
  /// Lets go of the fleets of past moments.
  let closing: BlockingPool

  /// The context under the request's own id, where the client's key is not what makes the call repeatable.
  var contextOfRequest: ToolContext {
    var context = context
    context.call.requestID = id
    context.call.isRepeatable = false
    return context
  }

  /// The parameters of the request: of the path, of the query or the body, and what headers name.
  ///
  /// - Throws: `validation_error`; for the query of a command too, which would go unheard.
  func arguments(
    for parameters: [Parameter], named more: [String: String] = [:]
  ) throws(MissionError) -> Arguments {
    let named = path.merging(more) { path, _ in path }
    if method == .post {
      let unheard = try target.items().map(\.name)
      guard unheard.isEmpty else {
        throw .validation(
          "\(unheard.joined(separator: ", ")) stands in the query, but a POST takes its parameters in its body",
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

  /// Does what takes long, unless the client sends no more or the server ends.
  func untilEnded<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await Ending.race(endings, body)
  }

  /// What ends a call that takes long.
  private var endings: [Ending] { [serverEnding] + (connection.map { [$0.silence] } ?? []) }

  /// Whether the client asks for a stream of events.
  var wantsEvents: Bool {
    MediaType.wanted(by: fields[values: .accept]).contains(MediaType.events)
  }
}
