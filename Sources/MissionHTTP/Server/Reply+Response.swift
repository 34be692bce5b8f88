import HTTPTypes
import Hummingbird
import NIOCore

extension Reply {
  /// The header of the reply, with the fields of every answer.
  func header(id: String) -> HTTPFields {
    var fields = fields
    fields[.requestID] = id
    fields[.contentTypeOptions] = "nosniff"
    fields[.referrerPolicy] = "no-referrer"
    fields[.resourcePolicy] = "same-origin"
    if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store" }
    if fields[.contentSecurityPolicy] == nil {
      fields[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    // A 304 has no body, but its length would be that of the content, not 0.
    if case .bytes(let bytes) = body, status != 304 {
      fields[.contentLength] = String(bytes.count)
    }
    return fields
  }

  /// The reply in the framework's form.
  func response(id: String, isHead: Bool) -> Response {
    var fields = header(id: id)
    let content: ResponseBody
    switch body {
    case .bytes(let bytes):
      content = ResponseBody(byteBuffer: ByteBuffer(bytes: isHead ? [] : bytes))
    case .written(let length, let writing):
      if let length { fields[.contentLength] = String(length) }
      guard !isHead else {
        content = ResponseBody()
        break
      }
      let trailers = trailers
      content = ResponseBody(contentLength: length) { writer in
        try await writing { try await writer.write(ByteBuffer(bytes: $0)) }
        try await writer.finish(trailers?())
      }
    }
    return Response(status: .init(code: status), headers: fields, body: content)
  }
}
