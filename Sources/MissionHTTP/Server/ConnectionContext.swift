import Hummingbird
import NIOCore

/// What the server's framework knows of a request beside the request: the connection that it came by.
struct ConnectionContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }
}
