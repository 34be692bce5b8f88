package import MissionControl

/// What `serve` was asked for.
package struct ServeRequest: Sendable {
  /// Where a server came to listen, once it does.
  package struct Started: Sendable {
    /// The address for a browser, with the token as its fragment.
    package let address: String
    /// The file that holds the token.
    package let tokenFile: String

    /// Makes it.
    package init(address: String, tokenFile: String) {
      self.address = address
      self.tokenFile = tokenFile
    }
  }

  /// The home that is served.
  package let fleet: Fleet
  /// The address to listen on; nil for the configured one.
  package let host: String?
  /// The port; nil for the configured one.
  package let port: Int?
  /// The file of the one token; nil for the home's own.
  package let tokenFile: String?
  /// The least level of what is logged.
  package let logLevel: String
  /// Takes lines of the log.
  package let log: @Sendable (String) -> Void
  /// Tells the person something on the way.
  package let notice: @Sendable (String) -> Void
  /// Is told where the server listens.
  package let started: @Sendable (Started) -> Void
  /// Returns once the server is to end.
  package let ends: @Sendable () async -> Void
}
