import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Platform

/// The guard of a connection: it cuts off a client that is slow with its header, its body or its
/// reading, and ends the calls of one that hangs up.
///
/// It lives on the connection's event loop.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// The times that a client may take.
  struct Patience: Hashable, Sendable {
    /// From the connection's beginning to the end of the first header.
    var header = TimeAmount.seconds(10)
    /// From one answer to the end of the next header.
    var idle = TimeAmount.seconds(75)
    /// From a header to the end of its body.
    var body = TimeAmount.seconds(30)
    /// For taking any part of a waiting answer.
    var stall = TimeAmount.seconds(30)
    /// The most bytes of a body that are read, even of one that is refused.
    var bodyBytes = 16 << 20
    /// How many more bytes a client may send until it has its answer.
    var afterBody = 1 << 20
  }

  private let patience: Patience
  private let connections: Connections
  private let randomness: Randomness
  private var endings: ConnectionEndings?
  private var reading: Scheduled<Void>?
  private var writing: Scheduled<Void>?
  private var isReadingBody = false
  private var bodyBytes = 0
  /// The number of requests without an answer yet.
  private var open = 0
  /// Whether the connection ends with the answer to the last request.
  private var isLast = false
  /// Whether the last answer is out, and what is left of its request's body is read and dropped:
  /// while bytes arrive that nobody reads, a client that sends first never gets to its answer.
  private var isDraining = false
  /// The error of bytes that are not HTTP, after requests that aren't answered yet.
  private var unreadable: (any Error)?

  init(_ patience: Patience, _ connections: Connections, _ randomness: Randomness) {
    self.patience = patience
    self.connections = connections
    self.randomness = randomness
  }

  func handlerAdded(context: ChannelHandlerContext) {
    endings = connections.add(context.channel)
    expect(within: patience.header, context)
    let pipeline = context.pipeline.syncOperations
    if let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) {
      try? pipeline.addHandlers(
        [KeepAliveHandler(), AbsoluteTargetHandler()], position: .before(codec))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave(context)
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    leave(context)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      open += 1
      isLast = head.headerFields[.connection] == "close"
      isReadingBody = true
      bodyBytes = 0
      expect(within: patience.body, context)
      // During another answer, this would be written into it.
      if open == 1, head.headerFields[.expect]?.lowercased() == "100-continue" {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
      }
    case .body(let buffer):
      bodyBytes += buffer.readableBytes
      // A body that is refused for its size is still read to its end, within limits.
      guard bodyBytes <= patience.bodyBytes + patience.afterBody else {
        return context.close(promise: nil)
      }
      if isDraining { return }
    case .end:
      // The answer may still be on its way.
      if isDraining { return expect(within: patience.stall, context) }
      isReadingBody = false
      reading?.cancel()
      if open == 0 { expect(within: patience.idle, context) }
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // The framework answers an error that no request waits for.
    guard open > 0 else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    context.write(data, promise: promise)
    guard case .end = unwrapOutboundIn(data) else { return }
    open -= 1
    guard open == 0 else { return }
    if let unreadable {
      refuse(unreadable, context)
    } else if !isReadingBody {
      expect(within: patience.idle, context)
    } else if isLast {
      isDraining = true
      context.read()
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if isDraining { context.read() }
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    writing?.cancel()
    if !context.channel.isWritable { writing = timer(patience.stall, context) }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .some(.inputClosed) = event as? ChannelEvent { endings?.silence.come() }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError else { return context.fireErrorCaught(error) }
    // A body's reader must see the error; after the last request nobody does, and the connection
    // just ends.
    if isReadingBody || isLast { return context.fireErrorCaught(error) }
    guard open > 0 else { return refuse(error, context) }
    unreadable = error
  }

  /// Answers bytes that are not HTTP, or have too large a header, and closes the connection.
  private func refuse(_ error: any Error, _ context: ChannelHandlerContext) {
    let reply = Reply(unreadable: error)
    var head = HTTPResponse(status: .badRequest)
    head.headerFields = reply.header(id: CallHeaders.newID(randomness))
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if case .bytes(let body) = reply.body {
      context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(promise: nil)
    }
  }

  private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
    reading?.cancel()
    reading = timer(time, context)
  }

  private func timer(_ time: TimeAmount, _ context: ChannelHandlerContext) -> Scheduled<Void> {
    let channel = context.channel
    return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }

  private func leave(_ context: ChannelHandlerContext) {
    reading?.cancel()
    writing?.cancel()
    endings?.silence.come()
    endings?.close.come()
    connections.remove(context.channel)
  }
}
