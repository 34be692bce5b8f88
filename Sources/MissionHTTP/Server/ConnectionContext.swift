import Hummingbird
import NIOCore

/// What the server's framework knows of a request beside the request: the connection that it came by.
struct ConnectionContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }

  /// The address that it comes from, where that is another machine's; nil also where a proxy here stands between.
  var remoteHost: String? {
    guard let peer = channel.remoteAddress?.ipAddress,
      peer != channel.localAddress?.ipAddress, !ServerOptions.isLoopback(peer)
    else { return nil }
    return peer
  }
}
