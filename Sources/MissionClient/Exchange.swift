import MissionControl
import MissionModel
import NIOCore
import NIOHTTP1
import NIOPosix
import Platform

/// One request to a server, on a connection of its own, and its answer.
struct Exchange: Sendable {
  /// The answer of the server.
  struct Answer: Sendable {
    var status: Int
    var body: [UInt8]
    /// The warnings in its header, as JSON; nil without any.
    var warnings: [UInt8]?
    /// Its time by the server's clock, to the second; nil where the server doesn't say.
    var date: Instant?
  }

  /// The most bytes of an answer.
  static let answerLimit = 64 << 20

  let address: ServerAddress
  let head: HTTPRequestHead
  let body: [UInt8]
  /// The time limit, connection included; nil for as long as the server goes on.
  let timeout: TimeAmount?
  /// Takes pieces of a success's body as they come, instead of collecting them.
  ///
  /// An error that it throws ends the exchange.
  let pieces: ServerClient.TakePiece?

  /// Sends the request and waits for the whole answer.
  ///
  /// - Throws: `unavailable` where the server can't be reached, or hangs up before its answer is
  ///   whole; then it is unknown whether it did what it was asked.
  func run() async throws -> Answer {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let promise = loop.makePromise(of: Answer.self)
    let (address, exchange) = (address, self)
    let connecting = ClientBootstrap(group: loop)
      .connectTimeout(.seconds(10))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(ExchangeHandler(exchange, promise))
        }
      }
      .connect(host: address.host, port: address.port)
    connecting.whenFailure { error in
      promise.fail(Self.away(address, Self.reason(error)))
    }
    let timer = timeout.map { timeout in
      loop.scheduleTask(in: timeout) {
        promise.fail(Self.away(address, "it gave no answer in time"))
      }
    }
    let answer = promise.futureResult
    answer.whenComplete { _ in
      timer?.cancel()
      connecting.whenSuccess { $0.close(promise: nil) }
    }
    return try await withTaskCancellationHandler {
      try await answer.get()
    } onCancel: {
      promise.fail(CancellationError())
    }
  }

  /// The reason why there is no connection, in the kernel's words if it was asked.
  private static func reason(_ error: any Error) -> String {
    if case let error as NIOConnectionError = error {
      guard let attempt = error.connectionErrors.first else {
        return "there is no address of that name"
      }
      return reason(attempt.error)
    }
    guard let error = error as? IOError else { return "connecting to it failed: \(error)" }
    return PlatformError(errno: error.errnoCode, operation: "connecting to it").message
  }

  static func away(_ address: ServerAddress, _ why: String) -> MissionError {
    MissionError(
      .unavailable, "the server at \(address.authority) is away: \(why)", retryAfterMs: 1_000)
  }
}

/// The client's side of one connection: sends the request, collects the answer.
final class ExchangeHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private let exchange: Exchange
  private let promise: EventLoopPromise<Exchange.Answer>
  private var answer = Exchange.Answer(status: 0, body: [])

  init(_ exchange: Exchange, _ promise: EventLoopPromise<Exchange.Answer>) {
    self.exchange = exchange
    self.promise = promise
  }

  func channelActive(context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
    if !exchange.body.isEmpty {
      let buffer = ByteBuffer(bytes: exchange.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      guard head.status.code >= 200 else { return }
      answer.status = Int(head.status.code)
      answer.warnings = head.headers.first(name: HeaderName.warnings).map { Array($0.utf8) }
      answer.date = head.headers.first(name: "Date").flatMap(Instant.init(httpDate:))
    case .body(let buffer):
      guard answer.status != 200 || exchange.pieces == nil else { return hand(on: buffer) }
      answer.body += buffer.readableBytesView
      guard answer.body.count <= Exchange.answerLimit else {
        return promise.fail(Exchange.away(exchange.address, "its answer is too large"))
      }
    case .end(let trailers):
      guard answer.status > 0 else { return }
      answer.warnings =
        trailers?.first(name: HeaderName.warnings).map { Array($0.utf8) } ?? answer.warnings
      promise.succeed(answer)
    }
  }

  private func hand(on buffer: ByteBuffer) {
    do {
      try exchange.pieces?(Array(buffer.readableBytesView))
    } catch {
      promise.fail(error)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    promise.fail(Exchange.away(exchange.address, "it hung up before it answered"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(Exchange.away(exchange.address, "its answer can't be read: \(error)"))
    context.close(promise: nil)
  }
}
