import Hummingbird
import NIOCore

/// The framework's knowledge about a request beside the request itself: its connection.
struct ConnectionContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }

  /// The address of the client on another machine; nil also if a proxy here is in between.
  var remoteHost: String? {
    guard let peer = channel.remoteAddress?.ipAddress,
      peer != channel.localAddress?.ipAddress, !ServerOptions.isLoopback(peer)
    else { return nil }
    return peer
  }
}
