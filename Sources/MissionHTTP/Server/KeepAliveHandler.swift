import NIOCore
import NIOHTTP1

/// Which answers are their connection's last, by the request's version and its `Connection` header.
///
/// To a request by HTTP/1.0 an answer of no known length is: it isn't sent in chunks, of which that knows nothing, but
/// ends with the connection.
///
/// It stands before HTTP's own types, which no longer know the version: what may not be kept open says `close` to
/// whoever comes after it, however it was written, and each answer says what becomes of its connection.
final class KeepAliveHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private struct Answer {
    /// What it has to say of the connection; nil is nothing.
    let word: String?
    /// Whether it is to a request by HTTP/1.0.
    let isOld: Bool
  }

  /// The answers to the requests that wait for theirs, the oldest first.
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

  /// The head of the next answer, with what becomes of the connection.
  private func completed(_ head: HTTPResponseHead) -> HTTPResponseHead {
    var head = head
    // An answer to what was no request at all is the last one.
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
