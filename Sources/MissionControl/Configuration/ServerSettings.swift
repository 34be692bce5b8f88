/// The HTTP server's address, who may speak to it, and its limits.
package struct ServerSettings: Hashable, Sendable {
  package var host = "127.0.0.1"
  package var port = 7878
  package var allowedHosts = ["127.0.0.1", "localhost", "[::1]"]
  package var allowedOrigins: [String] = []
  package var tokens: [TokenSettings] = []
  package var maxBodyBytes: Int64 = 2 << 20
  package var maxConnections = 1_024
  /// Requests a minute of one client; 0 sets no limit, nil leaves it to the address.
  package var requestsPerMinute: Int?
}

/// A named bearer token: what it may do, and the file that holds it.
package struct TokenSettings: Hashable, Sendable {
  package var name: String
  package var scopes: [String]
  package var file: String
}
