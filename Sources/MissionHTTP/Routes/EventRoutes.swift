import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

/// The routes to the log: its events as pages, and as a stream that goes on.
enum EventRoutes {
  static let all: [Route] = [events]

  /// `GET /api/v1/events`: a page, or with `Accept: text/event-stream` what comes from now, or from a place, on.
  private static let events = Route(
    .get, "/api/v1/events", .scope(.read),
    "Shows the events of all ledgers, oldest first; a live stream for Accept: text/event-stream.",
    parameters: EventQuery.parameters, content: .answerOrEvents("events")
  ) { call in
    let arguments = try call.arguments(for: EventQuery.parameters)
    guard call.wantsEvents else {
      return Reply(
        try await call.asking(asOf: arguments.text(.asOf)) { context in
          try await EventQuery(arguments, of: context.fleet).answer(context)
        })
    }
    for parameter in [Parameter.asOf, EventQuery.before, EventQuery.until, EventQuery.tail]
    where arguments.value(parameter) != nil {
      throw MissionError.validation(
        "a stream goes on with what comes: leave out \(parameter.name)", field: parameter.name)
    }
    let query = try EventQuery(arguments, of: call.context.fleet)
    let stream = try await EventStream(query, over: call)
    return stream.reply
  }
}
