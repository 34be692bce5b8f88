import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

/// The routes to the log: its events as pages, and as a stream that goes on.
enum EventRoutes {
  /// Makes the routes; streams take their events from the hub.
  static func all(_ hub: EventHub) -> [Route] { [events(hub), diff] }

  private static let diff = Route.question("/api/v1/diff", DiffMoments.self)

  /// `GET /api/v1/events`: a page, or with `Accept: text/event-stream` the events from now, or from
  /// a place, on.
  private static func events(_ hub: EventHub) -> Route {
    Route(
      .get, "/api/v1/events", .scope(.read), ReadEvents.summary,
      parameters: ReadEvents.parameters, content: .answerOrEvents(EventsAnswer.allFields)
    ) { call in
      let arguments = try call.arguments(for: ReadEvents.parameters)
      guard call.wantsEvents else {
        return Reply(
          try await call.asking(asOf: arguments.text(.asOf)) { context in
            try await ReadEvents(arguments).answer(context)
          })
      }
      let pages = [ReadEvents.before, ReadEvents.until, ReadEvents.tail, ReadEvents.limit]
      for parameter in [Parameter.asOf] + pages where arguments.value(parameter) != nil {
        throw MissionError.validation(
          "a stream has no past moment, end or limit: leave out \(parameter.name)",
          field: parameter.name)
      }
      return try await EventStream(ReadEvents(arguments), over: call, hub).reply
    }.obeying(.lastEventID)
  }
}
