import MissionControl
package import MissionTools

/// The protocol over HTTP, for any server: one message a POST, answered by one object or by a
/// stream of them.
///
/// The HTTP door checks the caller, its address and its token beforehand.
package final class WebEndpoint: Sendable {
  /// After how many seconds without a message a comment keeps a stream open.
  private static let pulse = 15.0

  private let calls = WebCalls()

  /// Makes an endpoint.
  package init() {}

  /// Answers a request of a caller who is served `tools`, and also `unlisted` ones if it knows of
  /// them.
  package func answer(
    _ web: WebRequest, _ context: ToolContext, tools: [Tool], unlisted: [Tool] = []
  ) async -> WebAnswer {
    guard web.method == "POST" else { return WebAnswer(405, headers: [("Allow", "POST")]) }
    guard web.accepts(MediaType.json) || web.accepts(MediaType.events) else {
      let error = RPCError(
        .invalidRequest, "Accept must name \(MediaType.json) or \(MediaType.events)")
      return WebAnswer(406, json: Outgoing.error(nil, error))
    }
    let server = MCPServer(context, tools: tools, unlisted: unlisted, by: .token)
    do throws(Message.Fault) {
      switch try Incoming(web.body) {
      case .single(let message): return await answer(message, web, server)
      case .batch(let batch):
        try Incoming.check(batch, in: web.header(HeaderCheck.version) ?? ProtocolVersion.unnamed)
        return await answer(batch, web, server)
      }
    } catch {
      return refusal(error.error, id: error.id)
    }
  }

  private func answer(_ message: Message, _ web: WebRequest, _ server: MCPServer) async -> WebAnswer
  {
    switch message {
    case .request(let request): return await answer(request, web, server)
    case .notification(let method, let params): return hear(method, params, web, server.context)
    case .response:
      guard web.header(HeaderCheck.version) != ProtocolVersion.modern else {
        return refusal(RPCError(.invalidRequest, "A client sends no responses"))
      }
      return WebAnswer(202)
    }
  }

  /// Answers a batch by one array; messages beside the answers can't be sent there.
  private func answer(
    _ batch: [Result<Message, Message.Fault>], _ web: WebRequest, _ server: MCPServer
  ) async -> WebAnswer {
    let answers = BatchAnswers(count: batch.count)
    let whole = await withTaskGroup(of: [UInt8]?.self) { group in
      for part in batch {
        group.addTask { await answers.take(self.message(answering: part, web, server)) }
      }
      var whole: [UInt8]?
      for await last in group { whole = last ?? whole }
      return whole
    }
    guard let whole else { return WebAnswer(202) }
    return web.accepts(MediaType.json)
      ? WebAnswer(200, json: whole) : Self.stream(of: whole)
  }

  /// The answer to a message of a batch; nil for one without.
  private func message(
    answering part: Result<Message, Message.Fault>, _ web: WebRequest, _ server: MCPServer
  ) async -> [UInt8]? {
    switch part {
    case .failure(let fault): return Outgoing.error(fault.id, fault.error)
    case .success(.response): return nil
    case .success(.notification(let method, let params)):
      _ = hear(method, params, web, server.context)
      return nil
    case .success(.request(let request)):
      do throws(RPCError) {
        try RequestGate.checkMayBeBatched(request)
        let era = try HeaderCheck.era(of: request, in: web)
        return await outcome(of: request, era, server)?.message
      } catch {
        return Outgoing.error(request.id, error)
      }
    }
  }

  /// Ends every waiting call, each with what there is by now.
  package func end() { calls.end() }

  private func hear(
    _ method: String, _ params: Members, _ web: WebRequest, _ context: ToolContext
  ) -> WebAnswer {
    let isModern: Bool
    do {
      isModern = try HeaderCheck.isModern(notification: method, params, in: web)
    } catch {
      return refusal(error)
    }
    // Without a handshake a client cancels a request by closing its stream.
    if method == "notifications/cancelled", !isModern,
      let id = params["requestId"].flatMap(RequestID.init)
    {
      let version = web.header(HeaderCheck.version) ?? ProtocolVersion.unnamed
      calls.withdraw(id, .legacy(version: version), of: context)
    }
    return WebAnswer(202)
  }

  private func answer(_ request: Request, _ web: WebRequest, _ server: MCPServer) async -> WebAnswer
  {
    let era: Era
    do {
      era = try HeaderCheck.era(of: request, in: web)
    } catch {
      return refusal(error, id: request.id)
    }
    let takesObject = web.accepts(MediaType.json)
    // A refusal of the whole request needs the status, which a stream would have sent before.
    if web.accepts(MediaType.events), server.mayTell(request, era),
      server.isPatient(request) || request.meta.progressToken != nil || !takesObject
    {
      return WebAnswer(stream: stream(request, era, server))
    }
    guard let outcome = await outcome(of: request, era, server) else { return WebAnswer(204) }
    let status = outcome.error.map { Self.status(of: $0, era) } ?? 200
    guard takesObject || status != 200 else { return Self.stream(of: outcome.message) }
    return WebAnswer(status, json: outcome.message)
  }

  /// The outcome of a request that is answered at once; nil where it was withdrawn.
  private func outcome(
    of request: Request, _ era: Era, _ server: MCPServer
  ) async -> MCPServer.Outcome? {
    let task = calls.start(request, era, of: server) {
      await server.outcome(of: request, era) { _ in }
    }
    let endsWithClient = Self.endsWithClient(request, era, server)
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      if endsWithClient { task.cancel() }
    }
  }

  /// Whether a client that leaves cancels its request: not one with a handshake, which would have
  /// said so, unless the request is worthless without it.
  private static func endsWithClient(
    _ request: Request, _ era: Era, _ server: MCPServer
  ) -> Bool {
    era == .modern || server.isForItsClient(request)
  }

  /// The messages of a request as they come.
  private func stream(_ request: Request, _ era: Era, _ server: MCPServer) -> AsyncStream<[UInt8]> {
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    let task = calls.start(request, era, of: server) {
      let outcome = await server.outcome(of: request, era) { message in
        continuation.yield(Self.event(message))
      }
      if let outcome { continuation.yield(Self.event(outcome.message)) }
      continuation.finish()
      return outcome
    }
    let heart = Task {
      while true {
        try await Task.sleep(for: .seconds(Self.pulse))
        continuation.yield(Array(":\n\n".utf8))
      }
    }
    let endsWithClient = Self.endsWithClient(request, era, server)
    continuation.onTermination = { reason in
      heart.cancel()
      if case .cancelled = reason, endsWithClient { task.cancel() }
    }
    return stream
  }

  private func refusal(_ error: RPCError, id: RequestID? = nil) -> WebAnswer {
    WebAnswer(Self.status(of: error, .modern), json: Outgoing.error(id, error))
  }

  /// The status for an answer with an error; with a handshake it is an answer like any other.
  private static func status(of error: RPCError, _ era: Era) -> Int {
    guard era == .modern else { return 200 }
    return switch error.code {
    case .methodNotFound: 404
    case .internalError: 500
    default: 400
    }
  }

  /// A stream of one message, for a client that accepts nothing else.
  private static func stream(of message: [UInt8]) -> WebAnswer {
    WebAnswer(
      stream: AsyncStream { stream in
        stream.yield(event(message))
        stream.finish()
      })
  }

  private static func event(_ message: [UInt8]) -> [UInt8] {
    Array("event: message\ndata: ".utf8) + message + Array("\n\n".utf8)
  }
}
