import NIOCore
import NIOHTTP1

/// A handler that decides which answers are their connection's last, by the request's version and
/// its `Connection` header.
///
/// An answer of unknown length to a request by HTTP/1.0 is its connection's last: HTTP/1.0 knows no
/// chunks, so only the end of the connection ends such an answer.
///
/// It comes before HTTP's own types, which no longer know the version: it marks a request whose
/// connection must end with `close` for the handlers after it, however the request said so, and
/// each answer says whether its connection stays open.
final class KeepAliveHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private struct Answer {
    /// Its value of `Connection`; nil for none.
    let word: String?
    /// Whether its request was by HTTP/1.0.
    let isOld: Bool
  }

  /// The answers to the waiting requests, oldest first.
  private var answers: [Answer] = []
  /// Whether the end of the answer that is being written is the connection's.
  private var endsByClosing = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      return context.fireChannelRead(data)
    }
    let isOld = head.version == .http1_0
    if head.isKeepAlive {
      answers.append(Answer(word: isOld ? "keep-alive" : nil, isOld: isOld))
    } else {
      answers.append(Answer(word: "close", isOld: isOld))
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head) where head.status.code >= 200:
      context.write(wrapOutboundOut(.head(completed(head))), promise: promise)
    case .end where endsByClosing:
      let channel = context.channel
      let written = promise ?? context.eventLoop.makePromise()
      written.futureResult.whenComplete { _ in channel.close(promise: nil) }
      context.write(data, promise: written)
    default: context.write(data, promise: promise)
    }
  }

  /// The head of the next answer, with its `Connection` field.
  private func completed(_ head: HTTPResponseHead) -> HTTPResponseHead {
    var head = head
    // An answer to bytes that were no request is the last one.
    let answer = answers.isEmpty ? Answer(word: "close", isOld: false) : answers.removeFirst()
    endsByClosing =
      answer.isOld && head.status.mayHaveResponseBody
      && !head.headers.contains(name: "Content-Length")
    if endsByClosing { head.version = .http1_0 }
    if let word = endsByClosing ? "close" : answer.word {
      head.headers.replaceOrAdd(name: "Connection", value: word)
    }
    return head
  }
}
