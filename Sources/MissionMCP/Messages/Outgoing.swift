import CanonicalJSON

/// The messages that the server sends, each one line of JSON.
enum Outgoing {
  /// The answer to a request.
  static func result(_ id: RequestID, _ result: some JSONWritable) -> [UInt8] {
    message { message in
      message.field("id", id.json)
      message.field("result", result)
    }
  }

  /// The failure of a request; `id` is null where it couldn't be read.
  static func error(_ id: RequestID?, _ error: RPCError) -> [UInt8] {
    message { message in
      message.field("id", id?.json)
      message.field(
        "error",
        object: { body in
          body.field("code", error.code.rawValue)
          body.field("message", error.message)
          body.fieldIfPresent("data", error.data)
        })
    }
  }

  /// A message beside the answers.
  static func notification(
    _ method: String, params: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    message { message in
      message.field("method", method)
      message.field("params", object: params)
    }
  }

  private static func message(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      writer.field("jsonrpc", "2.0")
      body(&writer)
    }
    return writer.finish()
  }
}
