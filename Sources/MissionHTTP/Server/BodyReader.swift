import HTTPTypes
import Hummingbird
import MissionModel

/// A reader of requests' bodies: each is read whole, up to a limit.
struct BodyReader: Sendable {
  /// The most bytes that are accepted unless a route accepts more.
  let limit: Int
  /// The most bytes that are read, so that a client that sends first and reads later gets its
  /// answer.
  let drainLimit: Int

  /// Reads a body; one over the limit, or over the route's own if that is higher, is read to its
  /// end before it is refused.
  ///
  /// - Throws: `body_too_large`.
  func read(_ request: Request, orUpTo routeLimit: Int) async throws -> [UInt8] {
    let setting = limit < routeLimit ? "the most for this call" : "server.max_body_bytes"
    let limit = max(limit, routeLimit)
    let refusal = MissionError(
      .bodyTooLarge, "the body has more than \(limit) bytes (\(setting))")
    let named = request.headers[.contentLength].flatMap(Int.init)
    if let named, named > drainLimit { throw refusal }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(named ?? 0, limit))
    var count = 0
    for try await buffer in request.body {
      count += buffer.readableBytes
      guard count <= drainLimit else { throw refusal }
      if count <= limit { bytes += buffer.readableBytesView }
    }
    guard count <= limit else { throw refusal }
    return bytes
  }
}
