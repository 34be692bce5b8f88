import NIOCore
import NIOPosix

/// A connection that says exactly what a test wants, HTTP or not.
struct RawConnection: Sendable {
  private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// Connects to a port of loopback.
  init(port: Int) async throws {
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
  }

  /// Sends pieces with a pause before each but the first, and reads what comes until the server
  /// hangs up.
  func exchange(_ pieces: [[UInt8]], pause: Duration = .zero) async throws -> String {
    try await channel.executeThenClose { inbound, outbound in
      let sender = Task {
        for (index, piece) in pieces.enumerated() {
          if index > 0 { try await Task.sleep(for: pause) }
          try await outbound.write(ByteBuffer(bytes: piece))
        }
      }
      defer { sender.cancel() }
      var bytes: [UInt8] = []
      do {
        for try await buffer in inbound { bytes += buffer.readableBytesView }
      } catch {
        // A server that cuts off without ceremony is what some tests wait for.
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Sends bytes, and more once what came satisfies a condition, and reads what comes until the
  /// server hangs up.
  func exchange(
    _ request: [UInt8], until isEnough: @Sendable (String) -> Bool, then more: [UInt8]
  ) async throws -> String {
    try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(bytes: request))
      var bytes: [UInt8] = []
      var isSent = false
      do {
        for try await buffer in inbound {
          bytes += buffer.readableBytesView
          guard !isSent, isEnough(String(decoding: bytes, as: UTF8.self)) else { continue }
          isSent = true
          try await outbound.write(ByteBuffer(bytes: more))
        }
      } catch {
        // The server may have hung up before the rest was sent.
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Sends bytes, and no more where it `closesHalf`, and reads until what came satisfies a
  /// condition, or the server hangs up.
  func read(
    after request: [UInt8], closingHalf closesHalf: Bool = false,
    until isEnough: @Sendable (String) -> Bool = { _ in false }
  ) async throws -> String {
    try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(bytes: request))
      if closesHalf { outbound.finish() }
      var bytes: [UInt8] = []
      for try await buffer in inbound {
        bytes += buffer.readableBytesView
        if isEnough(String(decoding: bytes, as: UTF8.self)) { break }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Connects, sends bytes, and reads what comes until the server hangs up.
  static func exchange(_ request: [UInt8], port: Int) async throws -> String {
    try await RawConnection(port: port).exchange([request])
  }
}
