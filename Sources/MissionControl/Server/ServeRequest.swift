/// The request of a `serve` command, made by the command and carried out by the server; neither
/// knows the other.
package struct ServeRequest: Sendable {
  /// Where a server listens.
  package struct Started: Sendable {
    /// The address for a browser, with the token as its fragment, which is never sent.
    package let address: String
    /// The file that holds the token.
    package let tokenFile: String

    package init(address: String, tokenFile: String) {
      self.address = address
      self.tokenFile = tokenFile
    }
  }

  /// The home that is served.
  package let fleet: Fleet
  /// The host to listen on; nil for the configured one.
  package let host: String?
  /// The port; nil for the configured one.
  package let port: Int?
  /// The file of the one token; nil for the home's own.
  package let tokenFile: String?
  /// The lowest level that is logged.
  package let logLevel: String
  /// Takes lines of the log.
  package let log: @Sendable (String) -> Void
  /// Shows a person a message on the way.
  package let notice: @Sendable (String) -> Void
  /// Called with where the server listens.
  package let started: @Sendable (Started) -> Void
  /// Returns once the server is to end.
  package let ends: @Sendable () async -> Void

  package init(
    _ fleet: Fleet, host: String? = nil, port: Int? = nil, tokenFile: String? = nil,
    logLevel: String = "notice", log: @escaping @Sendable (String) -> Void = { _ in },
    notice: @escaping @Sendable (String) -> Void = { _ in },
    started: @escaping @Sendable (Started) -> Void = { _ in },
    ends: @escaping @Sendable () async -> Void
  ) {
    self.fleet = fleet
    self.host = host
    self.port = port
    self.tokenFile = tokenFile
    self.logLevel = logLevel
    self.log = log
    self.notice = notice
    self.started = started
    self.ends = ends
  }
}
