import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

/// The routes to the log: its events as pages, and as a stream that goes on.
enum EventRoutes {
  /// Makes the routes; streams take their events from the hub.
  static func all(_ hub: EventHub) -> [Route] { [events(hub), diff, rebuild] }

  static let downgrade = Parameter(
    "downgrade", .boolean, standard: "false",
    "Whether rows of a newer version than the server's may be replaced.")

  private static let diff = Route.question("/api/v1/diff", DiffMoments.self)

  /// `POST …/rebuild`: the answer once it is done, or its progress on the way with `Accept: text/event-stream`.
  private static let rebuild = Route(
    .post, "/api/v1/projections/{name}/rebuild", .scope(.admin),
    "Folds a projection anew from the log, and puts the rows in the place of the stored ones.",
    parameters: [ProofRoutes.projection, downgrade],
    content: .answerOrEvents(RebuildAnswer.allFields)
  ) { call in
    let arguments = try call.arguments(for: [ProofRoutes.projection, downgrade])
    let request = RebuildProjections(
      names: [try arguments.requiredText(ProofRoutes.projection)],
      mayDowngrade: try arguments.flag(downgrade) ?? false)
    if call.wantsEvents { return RebuildStream(request, call.context).reply }
    return Reply(try await request.answer(call.context))
  }

  /// `GET /api/v1/events`: a page, or with `Accept: text/event-stream` what comes from now, or from a place, on.
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
          "a stream goes on with what comes: leave out \(parameter.name)", field: parameter.name)
      }
      return try await EventStream(ReadEvents(arguments), over: call, hub).reply
    }.obeying(.lastEventID)
  }
}
