import NIOCore
import NIOHTTP1

/// A handler that takes the host from a request's target, if that names one: it overrides `Host`
/// (RFC 9112, 3.2.2).
///
/// It comes before HTTP's own types, which keep only the path of a target.
final class AbsoluteTargetHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data),
      let authority = RequestTarget.authority(of: head.uri),
      // A missing `Host`, or several, is left to be refused.
      head.headers["Host"].count == 1
    else { return context.fireChannelRead(data) }
    head.headers.replaceOrAdd(name: "Host", value: String(authority))
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}
