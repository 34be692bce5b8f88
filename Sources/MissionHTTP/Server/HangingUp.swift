import NIOCore
import NIOHTTP1

/// Which answers are their connection's last, by the request's version and its `Connection` header.
///
/// It stands before HTTP's own types, which no longer know the version: what may not be kept open says `close` to
/// whoever comes after it, however it was written, and each answer says what becomes of its connection.
final class HangingUp: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// What the answers to the requests that wait for theirs have to say, the oldest first; nil is nothing.
  private var words: [String?] = []

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      return context.fireChannelRead(data)
    }
    if head.isKeepAlive {
      words.append(head.version == .http1_0 ? "keep-alive" : nil)
    } else {
      words.append("close")
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data), head.status.code >= 200 else {
      return context.write(data, promise: promise)
    }
    // An answer to what was no request at all is the last one.
    if let word = words.isEmpty ? "close" : words.removeFirst() {
      head.headers.replaceOrAdd(name: "Connection", value: word)
    }
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }
}
