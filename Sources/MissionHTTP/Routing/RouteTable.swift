import HTTPTypes

/// Every route of a server.
struct RouteTable: Sendable {
  let routes: [Route]

  /// The match of a request's path.
  enum Match: Sendable {
    case route(Route, values: [String: Substring])
    /// A path without this method: the methods that it has, and whether any token is enough for all
    /// of them.
    case otherMethods([HTTPRequest.Method], forAnyBearer: Bool)
    case nothing
  }

  /// Makes a table; of two routes that match a path, the first one gets it.
  init(_ routes: [Route]) {
    self.routes = routes
  }

  /// Finds the route of a request; HEAD is answered like GET, without the body.
  func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
    guard let path = RequestPath(path) else { return .nothing }
    let wanted = method == .head ? .get : method
    var others: [HTTPRequest.Method] = []
    var isForAnyBearer = true
    for route in routes {
      guard let values = route.path.match(path) else { continue }
      if route.method == wanted { return .route(route, values: values) }
      if !others.contains(route.method) { others.append(route.method) }
      if case .scope = route.access { isForAnyBearer = false }
    }
    return others.isEmpty ? .nothing : .otherMethods(others, forAnyBearer: isForAnyBearer)
  }
}
