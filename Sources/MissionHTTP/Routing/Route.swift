import HTTPTypes
import MissionControl
import MissionTools

/// One route: its requests, its callers, its parameters, and its answers.
///
/// The server routes by these values and describes itself by them, so that a route is written once.
struct Route: Sendable {
  /// The content of the route's replies, for the description.
  enum Content: Hashable, Sendable {
    /// An answer of these members.
    case answer([Field])
    /// The same, or a stream of events if the client asks for one.
    case answerOrEvents([Field])
    /// A JSON document in a form that others have defined.
    case document
    /// The messages of a mounted door.
    case messages
    /// A file of any type.
    case file
    /// Objects of JSON, one a line.
    case lines
    /// Text of a media type.
    case text(String)
  }

  /// The length of a request, and its fate if the client stops sending meanwhile.
  enum Course: Hashable, Sendable {
    /// It is answered at once.
    case short
    /// It takes long, and is given up.
    case long
    /// It waits for an event, and is then answered with what there is.
    case patient
  }

  let method: HTTPRequest.Method
  let path: RoutePath
  let access: Access
  /// Its purpose, in one line.
  let summary: String
  /// Its parameters, from the path, and from the query or the body.
  let parameters: [Parameter]
  /// The headers that it obeys beside those of every route.
  private(set) var headers: [Parameter] = []
  let content: Content
  /// The statuses of success.
  let statuses: [Int]
  /// Whether the route reads the body itself, whatever it holds.
  let takesRawBody: Bool
  /// The bytes that a body may have whatever the settings say; 0 to leave it to them.
  private(set) var bodyBytes = 0
  let respond: @Sendable (HTTPCall) async throws -> Reply

  /// Makes a route.
  init(
    _ method: HTTPRequest.Method, _ path: String, _ access: Access, _ summary: String,
    parameters: [Parameter] = [], content: Content, statuses: [Int] = [200],
    takesRawBody: Bool = false, respond: @escaping @Sendable (HTTPCall) async throws -> Reply
  ) {
    self.method = method
    self.path = RoutePath(path)
    self.access = access
    self.summary = summary
    self.parameters = parameters
    self.content = content
    self.statuses = statuses
    self.takesRawBody = takesRawBody
    self.respond = respond
  }

  /// The same route, obeying these headers.
  func obeying(_ headers: Parameter...) -> Route {
    var route = self
    route.headers += headers
    return route
  }

  /// The same route, with bodies of this many bytes allowed whatever the settings say.
  func taking(bodyBytes: Int) -> Route {
    var route = self
    route.bodyBytes = bodyBytes
    return route
  }
}

extension Route {
  /// Makes the route of a question that may be asked as of a past moment.
  static func question(
    _ path: String, _ summary: String, answer: [Field], parameters: [Parameter] = [],
    taking course: Course = .short, asOf: Bool = true,
    _ ask: @escaping @Sendable (Arguments, ToolContext) async throws -> any ToolAnswer
  ) -> Route {
    let all = parameters + (asOf && !parameters.contains(.asOf) ? [.asOf] : [])
    return Route(
      .get, path, .scope(.read), summary, parameters: all, content: .answer(answer)
    ) { call in
      let arguments = try call.arguments(for: all)
      return Reply(
        try await call.asking(asOf: arguments.text(.asOf), course) {
          try await ask(arguments, $0)
        })
    }
  }

  /// Makes the route of a request that asks.
  static func question<Request: FleetRequest>(
    _ path: String, _ type: Request.Type, taking course: Course = .short, asOf: Bool = true,
    adding more: [Parameter] = [], answer: [Field]? = nil,
    _ adjust: @escaping @Sendable (inout Request, Arguments) throws -> Void = { _, _ in }
  ) -> Route where Request.Answer: DescribedAnswer {
    question(
      path, Request.summary, answer: answer ?? Request.Answer.allFields,
      parameters: Request.parameters + Request.ofPersons + more,
      taking: course, asOf: asOf
    ) { arguments, context in
      var request = try Request(arguments)
      try adjust(&request, arguments)
      return try await request.answer(context)
    }
  }

  /// Makes the route of a command.
  static func command(
    _ path: String, _ scope: Scope, _ summary: String, answer: [Field], parameters: [Parameter],
    taking course: Course = .short,
    _ act: @escaping @Sendable (Arguments, ToolContext) async throws -> any ToolAnswer
  ) -> Route {
    Route(
      .post, path, .scope(scope), summary, parameters: parameters, content: .answer(answer)
    ) { call in
      let arguments = try call.arguments(for: parameters)
      return Reply(
        try await call.asking(asOf: nil, course) { try await act(arguments, $0) })
    }
  }

  /// Makes the route of a request that acts.
  static func command<Request: FleetRequest>(
    _ path: String, _ scope: Scope, _ type: Request.Type, taking course: Course = .short,
    adding more: [Parameter] = [],
    _ adjust: @escaping @Sendable (inout Request, Arguments) throws -> Void = { _, _ in }
  ) -> Route where Request.Answer: DescribedAnswer {
    command(
      path, scope, Request.summary, answer: Request.Answer.allFields,
      parameters: Request.parameters + Request.ofPersons + more,
      taking: course
    ) { arguments, context in
      var request = try Request(arguments)
      try adjust(&request, arguments)
      return try await request.answer(context)
    }
  }
}
