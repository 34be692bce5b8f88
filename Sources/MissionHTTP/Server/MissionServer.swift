import Hummingbird
import HummingbirdCore
import Logging
package import MissionControl
import MissionModel
import MissionTools
import NIOCore
import Platform
import ServiceLifecycle

/// The HTTP server over one home: its routes, its streams, and its end.
package final class MissionServer: Sendable {
  /// How long requests under way may still take when the server is to end.
  private static let grace = Duration.seconds(10)
  /// The largest header that is read: one field, and all of them.
  private static let headerLimits = HTTP1Channel.Configuration.DecoderConfiguration(
    maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)

  private let fleet: Fleet
  private let options: ServerOptions
  private let ending = Ending(refusal: .serverIsEnding)
  private let port = BoundPort()
  private let connections = Connections()
  private let tally = RequestTally()
  private let hub: EventHub
  private let logger: Logger
  /// The logger for the framework's important messages.
  private let frameworkLogger: Logger

  /// Makes a server; it listens once it runs.
  package init(fleet: Fleet, options: ServerOptions) {
    self.fleet = fleet
    self.options = options
    hub = EventHub(fleet)
    let level = Logger.Level(rawValue: options.logLevel) ?? .notice
    func logger(_ level: Logger.Level) -> Logger {
      Logger(label: "missionlog") { [fleet] _ in
        ServerLog(level: level, now: fleet.surroundings.clocks.now, write: options.log)
      }
    }
    self.logger = logger(level)
    frameworkLogger = logger(max(level, .warning))
  }

  /// Listens and answers until `stop` is called.
  ///
  /// Requests under way are answered first; waiting ones are told that the server ends, and streams
  /// end.
  ///
  /// - Parameter started: called with the port, once the server listens.
  /// - Throws: `unavailable` where the address can't be listened on.
  package func run(_ started: @escaping @Sendable (_ port: Int) async -> Void) async throws {
    let application = application(started)
    var configuration = ServiceGroupConfiguration(
      services: [application], logger: frameworkLogger)
    configuration.maximumGracefulShutdownDuration = Self.grace
    let group = ServiceGroup(configuration: configuration)
    let stopper = Task {
      await ending.wait()
      await group.triggerGracefulShutdown()
    }
    defer { stopper.cancel() }
    do {
      try await group.run()
    } catch let error as IOError {
      let reason = PlatformError(errno: error.errnoCode, operation: "binding")
      throw MissionError(
        .unavailable,
        "\(options.host):\(options.port) can't be listened on: \(reason); give another --host or --port, "
          + "0 takes a free one")
    }
  }

  /// Ends the server: waiting requests and streams are told at once, the others are answered first.
  package func stop() {
    options.mcp?.end()
    ending.come()
  }

  private func application(
    _ started: @escaping @Sendable (Int) async -> Void
  ) -> Application<Responder> {
    let host = options.host
    let address = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    let (patience, connections, port) = (options.patience, connections, port)
    let randomness = fleet.surroundings.randomness
    return Application(
      responder: responder,
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [ConnectionGuard(patience, connections, randomness)],
          httpDecoderConfiguration: Self.headerLimits)),
      configuration: ApplicationConfiguration(
        address: .hostname(address, port: options.port),
        availableConnectionsDelegate: .maximum(
          options.settings.maxConnections, logger: frameworkLogger)),
      onServerRunning: { channel in
        port.number = channel.localAddress?.port ?? 0
        await started(port.number)
      },
      logger: frameworkLogger)
  }

  private var responder: Responder {
    let settings = options.settings
    return Responder(
      table: RouteTable(routes),
      rules: AddressRules(
        hosts: settings.allowedHosts, origins: settings.allowedOrigins, boundTo: options.host,
        port: port),
      tokens: options.tokens,
      limiter: RateLimiter(
        perMinute: options.rateLimit, clocks: fleet.surroundings.clocks),
      fleet: fleet, connections: connections, serverEnding: ending,
      bodies: BodyReader(
        limit: Int(settings.maxBodyBytes), drainLimit: options.patience.bodyBytes),
      tally: tally, logger: logger)
  }

  /// Every route, including those of the mounted door.
  var routes: [Route] {
    var routes = MissionRoutes.all
    routes.append(ArtifactRoute.route)
    routes += WorkerRoutes.all
    routes += FleetRoutes.all
    routes.append(FleetRoutes.bridge(options.bridge))
    routes += EventRoutes.all(hub)
    routes += ProofRoutes.all
    routes += ExportRoutes.all
    routes += HealthRoutes.all
    routes += Dashboard.routes
    routes.append(MetricsRoute.route(tally, connections, options.bridge))
    if let mcp = options.mcp {
      routes.append(Route.mount(mcp, at: "/mcp", "The tools over MCP (Streamable HTTP)."))
    }
    routes.append(OpenAPI.route(of: routes))
    return routes
  }
}
