import CanonicalJSON

extension MCPServer {
  /// `subscriptions/listen`: says that no kind of change is announced, since no list changes while
  /// the server runs, and stays open until the client or the transport ends it.
  func listen(_ request: Request, _ notify: @escaping Notify) async throws -> [UInt8] {
    guard request.params.members("notifications") != nil else {
      throw RPCError(.invalidParams, "subscriptions/listen needs notifications, an object")
    }
    await notify(
      Outgoing.notification("notifications/subscriptions/acknowledged") { params in
        params.field(
          "_meta",
          object: { $0.field("io.modelcontextprotocol/subscriptionId", request.id.json) })
        params.field("notifications", object: { _ in })
      })
    do {
      while true { try await Task.sleep(for: .seconds(3_600)) }
    } catch  where TransportEnding.isUnderWay {
      return respond(request, .modern) { _ in }
    }
  }
}
