package import MissionControl

/// The options of a server: its address, its tokens, its limits, and what runs beside it.
package struct ServerOptions: Sendable {
  /// The address; `127.0.0.1` by default.
  package var host: String
  /// The port; 0 takes a free one.
  package var port: Int
  /// The tokens that it accepts.
  package var tokens: TokenBook
  /// The configured hosts, origins and limits.
  package var settings: ServerSettings
  /// Takes lines of the server's log, one JSON object each.
  package var log: @Sendable (String) -> Void
  /// The lowest level that is logged, by its name.
  package var logLevel = "notice"
  /// The door at `/mcp`; nil to serve nothing there.
  package var mcp: PlainDoor?
  /// The bridge that runs beside the server; nil for none.
  package var bridge: Bridge?
  var patience = ConnectionGuard.Patience()

  /// Makes the options of a configured server.
  package init(
    settings: ServerSettings, tokens: TokenBook, log: @escaping @Sendable (String) -> Void
  ) {
    host = settings.host
    port = settings.port
    self.settings = settings
    self.tokens = tokens
    self.log = log
  }

  /// The most requests a minute of one client that are answered; 0 for no limit.
  ///
  /// Only this machine's own users come by a loopback address.
  var rateLimit: Int { settings.requestsPerMinute ?? (isLoopback ? 0 : 6_000) }

  /// Whether the address is this machine's own, which no other machine reaches.
  package var isLoopback: Bool { Self.isLoopback(host) }

  /// Whether an address is one that no other machine reaches.
  package static func isLoopback(_ host: String) -> Bool {
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    if name == "localhost" || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
