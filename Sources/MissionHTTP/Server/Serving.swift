package import MissionControl
import MissionModel
import MissionReplay
import Platform
import Synchronization

/// A home being served: the server, with the bridge and the reconciler beside it, from its start to
/// its end.
package struct Serving: Sendable {
  private let request: ServeRequest
  private let options: ServerOptions
  private let supervisor: Supervisor

  private var fleet: Fleet { request.fleet }
  private var notice: @Sendable (String) -> Void { request.notice }
  private var tokenFile: String { request.tokenFile ?? fleet.home.path + "/token" }

  /// Makes it from the command's request; the configuration fills the gaps.
  package init(
    _ request: ServeRequest, mcp: PlainDoor? = nil, supervisorSocket: String? = nil
  ) {
    self.request = request
    supervisor = Supervisor(socket: supervisorSocket)
    let configuration = request.fleet.configuration
    var options = ServerOptions(
      settings: configuration.server, tokens: TokenBook(), log: request.log)
    options.host = request.host ?? options.host
    options.port = request.port ?? options.port
    options.logLevel = request.logLevel
    options.mcp = mcp
    self.options = options
  }

  /// How often to look whether a new day's roots must be kept.
  private static let rootInterval = Duration.seconds(3_600)
  /// How long a bridge rests after it was stopped.
  private static let bridgePauseSeconds = 10
  /// The fewest descriptors for serving: the ledgers' readers take some thirty, each processor
  /// three, and code below the doors ends the process if it gets none.
  private static let leastDescriptors: UInt64 = 256

  /// Serves until the request's `ends` returns; its `started` is called with the address, once it
  /// listens.
  ///
  /// - Throws: `config_invalid` for a token that can't be read or has another's name or text,
  ///   `validation_error` for an address beyond this machine without a token for it, `unavailable`
  ///   where the address can't be listened on, or the process may have too few descriptors.
  package func run() async throws {
    try Self.checkDescriptors()
    let pool = BlockingPool(name: "serve", threads: 1)
    for warning in try await fleet.openForWriting() { notice("warning: " + warning.message) }
    let (tokens, token) = try await pool.run { try self.readTokens() }
    var options = options
    options.tokens = tokens
    let bridge = fleet.configuration.bridgeEnabled ? Bridge(fleet) : nil
    options.bridge = bridge
    let server = MissionServer(fleet: fleet, options: options)
    let reconciler = try await startReconciler()
    let carrying = Task { await self.run(bridge) }
    let keeping = Task { await self.keepRoots() }
    let pulsing = Task { await self.noteServing() }
    let stopper = Task {
      await request.ends()
      supervisor.tell("STOPPING=1")
      server.stop()
    }
    defer { stopper.cancel() }
    let outcome: Result<Void, any Error>
    do {
      let (host, file, supervisor) = (options.host, tokenFile, supervisor)
      let started = request.started
      try await server.run { port in
        started(
          ServeRequest.Started(address: Self.address(host, port, token), tokenFile: file))
        supervisor.tell("READY=1")
      }
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    reconciler?.stop()
    carrying.cancel()
    keeping.cancel()
    pulsing.cancel()
    await carrying.value
    await keeping.value
    await pulsing.value
    await pool.run {
      self.fleet.checkpoint()
      self.fleet.close()
    }
    try outcome.get()
  }

  /// Raises the limit of descriptors, and refuses to serve with too few.
  private static func checkDescriptors() throws(MissionError) {
    guard let most = DescriptorLimit.raise(), most < leastDescriptors else { return }
    throw MissionError(
      .unavailable,
      "a server needs at least \(leastDescriptors) open files, but this process may have only "
        + "\(most): raise the limit (ulimit -n, or LimitNOFILE of a service)"
    )
  }

  private func readTokens() throws(MissionError) -> (TokenBook, token: String) {
    var book = TokenBook()
    let named = fleet.configuration.server.tokens
    let isOwnToken = request.tokenFile == nil
    if !options.isLoopback, isOwnToken, named.isEmpty {
      throw MissionError(
        .validationError,
        "\(options.host) can be reached from other machines: give --token-file, or name tokens in "
          + "server.tokens, or listen on 127.0.0.1")
    }
    if isOwnToken { try TokenFile.make(tokenFile, fleet.surroundings.randomness) }
    let (token, warning) = try book.addFile(tokenFile, scopes: [.admin])
    var warnings = [warning]
    for setting in named {
      let path = fleet.home.resolve(setting.file, standard: setting.file)
      let scopes = Set(setting.scopes.compactMap(Scope.init))
      warnings.append(
        try book.addFile(path, name: setting.name, scopes: scopes).warning)
    }
    for warning in warnings.compactMap(\.self) { notice("warning: " + warning) }
    return (book, token)
  }

  /// Notes that it serves, until it is cancelled; it runs where requests are answered, so that
  /// whatever delays those shows.
  private func noteServing() async {
    while !Task.isCancelled {
      fleet.noteServing()
      try? await Task.sleep(for: .seconds(ServingSpan.pulseSeconds))
    }
  }

  private func startReconciler() async throws -> ReconcileLoop? {
    let configuration = fleet.configuration
    guard configuration.reconcileEnabled else { return nil }
    let role = ReconcilerRole(
      fleet, by: "serve", everySeconds: configuration.reconcileInterval)
    return try await ReconcileLoop.start(role, everySeconds: configuration.reconcileInterval) {
      [notice] report in
      for warning in report.warnings { notice("warning: " + warning.message) }
      for lane in report.lanes {
        for verdict in lane.verdicts.missions {
          notice("reconciled \(verdict.missionID): \(verdict.outcome.rawValue)")
        }
      }
    }
  }

  /// Carries events into feeds until it is cancelled; an error that stops it is reported once for
  /// as long as it lasts.
  private func run(_ bridge: Bridge?) async {
    guard let bridge else { return }
    let news = Mutex(BridgeNews())
    while !Task.isCancelled {
      do {
        try await bridge.run { [notice] step in
          for case (let ledger, let error?) in news.withLock({ $0.news(of: step) }) {
            notice("warning: the bridge leaves out \(ledger): \(error.message(within: ledger))")
          }
        }
      } catch {
        notice(
          "warning: the bridge stopped, and is tried again in \(Self.bridgePauseSeconds) seconds: "
            + (MissionError(leaving: error)?.message ?? "\(error)"))
        try? await Task.sleep(for: .seconds(Self.bridgePauseSeconds))
      }
    }
  }

  /// Keeps each day's roots in the configured file until it is cancelled.
  private func keepRoots() async {
    let file = RootFile(fleet)
    while !Task.isCancelled {
      do {
        try await file.keep()
      } catch {
        notice("warning: \(MissionError(leaving: error)?.message ?? "\(error)")")
      }
      try? await Task.sleep(for: Self.rootInterval)
    }
  }

  /// The address at which a browser on this machine finds the page; all of its addresses together
  /// are nobody's name.
  private static func address(_ host: String, _ port: Int, _ token: String) -> String {
    let name =
      switch host {
      case "0.0.0.0": "127.0.0.1"
      case "::", "[::]": "[::1]"
      default: host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
      }
    return "http://\(name):\(port)/#token=\(token)"
  }
}
