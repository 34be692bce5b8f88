import CanonicalJSON

/// One message of a client.
enum Message: Sendable {
  /// A question that gets exactly one answer.
  case request(Request)
  /// A message that is never answered.
  case notification(method: String, params: Members)
  /// An answer to a question; since this server asks none, it is ignored.
  case response

  /// The fault of a message that can't be read, and the id for the error, if it has one.
  struct Fault: Error, Sendable {
    let id: RequestID?
    let error: RPCError
  }

  /// Reads a message from its JSON value.
  init(_ text: JSONText) throws(Fault) {
    guard let members = try? Members(text) else {
      throw Fault(id: nil, error: RPCError(.invalidRequest, "A message must be an object"))
    }
    self = try Self.message(text, members)
  }

  private static func message(_ text: JSONText, _ members: Members) throws(Fault) -> Message {
    let id = members["id"].flatMap(RequestID.init)
    func fault(_ message: String) -> Fault {
      Fault(id: id, error: RPCError(.invalidRequest, message))
    }
    guard members.string("jsonrpc") == "2.0" else { throw fault("jsonrpc must be \"2.0\"") }
    guard let method = members.string("method") else {
      if members["method"] == nil, members["result"] != nil || members["error"] != nil {
        return .response
      }
      throw fault("method must be a string")
    }
    var params = Members.none
    if members["params"] != nil {
      guard let given = members.members("params") else { throw fault("params must be an object") }
      params = given
    }
    guard hasID(text) else { return .notification(method: method, params: params) }
    guard let id else { throw fault("id must be a string or an integer") }
    return .request(Request(id: id, method: method, params: params))
  }

  /// Whether there is a member `id`, even null: without one a message is a notification.
  private static func hasID(_ text: JSONText) -> Bool {
    var reader = JSONReader(text)
    var found = false
    try? reader.readObject { key, _ throws(JSONError) in
      if key == "id" { found = true }
    }
    return found
  }
}

/// A question of a client.
struct Request: Sendable {
  let id: RequestID
  let method: String
  let params: Members
  /// The facts about the request in `params._meta`.
  let meta: RequestMeta

  init(id: RequestID, method: String, params: Members) {
    self.id = id
    self.method = method
    self.params = params
    meta = RequestMeta(params.members("_meta") ?? .none)
  }
}
