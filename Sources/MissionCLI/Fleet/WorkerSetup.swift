import Foundation
import MissionControl
import MissionModel
import MissionWorker
import Platform

/// A worker in this process: its options from the command line and the configuration, its signals,
/// its log lines.
struct WorkerSetup {
  let invocation: Invocation
  let fleet: Fleet

  /// The options of a worker for `vp` that executes `command`, or the VP's configured one.
  func options(vp: VPID, worker: String?, command: [String]) throws -> WorkerOptions {
    let configuration = fleet.configuration
    let settings = configuration.settings(ofVP: vp)
    let host = fleet.surroundings.host
    var options = WorkerOptions(
      vp: vp, worker: try worker.map(Self.id) ?? Self.made(host, fleet.surroundings.randomness),
      command: command.isEmpty ? settings.command : command,
      workspaceRoot: fleet.workspaceRoot(ofVP: vp), homePath: fleet.home.path,
      process: WorkerProcess(of: host))
    options.workspaceGuard = fleet.workspaceGuard(ofVP: vp)
    options.passEnvironment = settings.passEnvironment
    options.environment = invocation.console.environment
    options.directory = invocation.console.workingFolder
    options.heartbeatSeconds = configuration.heartbeatSeconds
    options.noProgressSeconds = configuration.noProgressTimeout
    options.drainSeconds = configuration.drainTimeout
    options.clocks = fleet.surroundings.clocks
    options.notice = { [invocation] in invocation.note(WorkerLine.line($0, invocation)) }
    return options
  }

  /// Runs the worker until it has nothing more to do; a first signal to end drains it, a second one
  /// ends it at once.
  static func run(
    _ options: WorkerOptions, on port: any WorkerPort, holding held: MissionView? = nil
  ) async throws -> WorkerSummary {
    let worker = Worker(port: port, options: options)
    let watch = try SignalWatch(Signals.ending) { signal in
      // A closing terminal signals more than once, and must not hurry the worker.
      if signal != SIGHUP || !worker.isDraining { worker.drain() }
    }
    defer { watch.stop() }
    return try await worker.run(holding: held)
  }

  /// Reconciles the VP's ledger beside a worker: once before it begins, to end what an earlier
  /// process of its name left, and then by the interval; nil where the configuration turns that
  /// off.
  ///
  /// A worker's `own` mission is still ended at its deadline: else it would wait for ever.
  func reconcile(
    _ options: WorkerOptions, own mission: MissionID? = nil
  ) async throws -> ReconcileLoop? {
    let configuration = fleet.configuration
    guard configuration.reconcileEnabled || mission != nil else { return nil }
    let role = ReconcilerRole(
      fleet, lanes: [configuration.lane(ofVP: options.vp)],
      endingOnly: configuration.reconcileEnabled ? nil : mission,
      by: "worker:\(options.worker)", everySeconds: configuration.reconcileInterval)
    return try await ReconcileLoop.start(role, everySeconds: configuration.reconcileInterval) {
      [invocation] report in
      for line in ReconcileLine.lines(report, invocation) { invocation.note(line) }
    }
  }

  private static func id(_ text: String) throws -> WorkerID {
    guard let id = WorkerID(text) else {
      throw MissionError(
        .validationError, "'\(text)' is not a worker id: use letters, digits and . _ : -")
    }
    return id
  }

  /// A name that no other worker has: the host, the process, and two random bytes.
  private static func made(_ host: HostIdentity, _ randomness: Randomness) throws -> WorkerID {
    let name = host.hostName.prefix(60).map {
      $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-"
    }
    return try id("w-\(String(name))-\(host.process.pid)-\(randomness.bytes(2).hex)")
  }
}
