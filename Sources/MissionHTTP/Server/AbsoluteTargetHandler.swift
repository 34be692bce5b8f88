import NIOCore
import NIOHTTP1

/// The host of a request whose target names one: that counts, whatever `Host` says (RFC 9112, 3.2.2).
///
/// It stands before HTTP's own types, which keep no more of a target than its path.
final class AbsoluteTargetHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data),
      let authority = RequestTarget.authority(of: head.uri),
      // None at all, or more than one, is refused as it is.
      head.headers["Host"].count == 1
    else { return context.fireChannelRead(data) }
    head.headers.replaceOrAdd(name: "Host", value: String(authority))
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}
