import HTTPTypes
import Hummingbird
import NIOCore

extension Reply {
  /// The reply as the framework sends it, with what every answer's header holds.
  func response(id: String, isHead: Bool) -> Response {
    var fields = fields
    fields[.requestID] = id
    fields[.contentTypeOptions] = "nosniff"
    fields[.referrerPolicy] = "no-referrer"
    fields[.resourcePolicy] = "same-origin"
    if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store" }
    if fields[.contentSecurityPolicy] == nil {
      fields[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    let content: ResponseBody
    switch body {
    case .bytes(let bytes):
      fields[.contentLength] = String(bytes.count)
      content = ResponseBody(byteBuffer: ByteBuffer(bytes: isHead ? [] : bytes))
    case .pieces(let length, let next):
      if let length { fields[.contentLength] = String(length) }
      guard !isHead else {
        content = ResponseBody()
        break
      }
      content = ResponseBody(contentLength: length) { writer in
        while let piece = try await next() {
          try await writer.write(ByteBuffer(bytes: piece))
        }
        try await writer.finish(nil)
      }
    }
    return Response(status: .init(code: status), headers: fields, body: content)
  }
}
