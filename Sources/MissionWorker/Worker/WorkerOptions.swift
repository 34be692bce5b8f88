package import MissionControl
package import MissionModel
package import Platform

/// The options of a worker: its VP, its command, its folders and its time limits.
package struct WorkerOptions: Sendable {
  package var vp: VPID
  package var worker: WorkerID
  /// The command with its arguments, run once for each mission.
  package var command: [String]
  /// The names of further variables that the command may see.
  package var passEnvironment: [String] = []
  /// The worker's own environment.
  package var environment: [String: String] = [:]
  /// The absolute folder to which a relative command refers.
  package var directory = "/"
  /// The absolute folder below which each mission gets its own.
  package var workspaceRoot: String
  /// The rule that the missions' paths are checked by just before each starts; nil for none.
  package var workspaceGuard: WorkspaceGuard?
  /// Whether missions' target paths were resolved on another machine, a server's.
  package var targetsAreForeign = false
  /// The home, as the command is told it.
  package var homePath: String

  /// How many missions run at once.
  package var concurrency = 1
  /// Whether the worker ends after one mission.
  package var once = false
  /// Whether the worker ends when there is nothing to claim.
  package var untilIdle = false
  /// The only mission that will do; nil for any.
  package var onlyMission: MissionID?

  /// Seconds between heartbeats on a mission.
  package var heartbeatSeconds = 40.0
  /// Seconds of silence after which a command is stopped; 0 sets no limit.
  package var noProgressSeconds = 600.0
  /// Seconds that running missions get to finish once the worker is to end.
  package var drainSeconds = 600.0
  /// Seconds between the request to end and the kill.
  package var stopGraceSeconds = 10.0
  /// Seconds for which writing a receipt is tried again.
  package var receiptSeconds = 5.0
  /// Seconds that a worker that must end at once waits for its fleet: longer than for its commands.
  package var lastCallSeconds = 15.0

  /// The evidence by which a reconciler tells whether this process lives.
  package var process: WorkerProcess
  package var clocks = Clocks.system
  /// Called with notices for a person to read.
  package var notice: @Sendable (WorkerNotice) -> Void = { _ in }

  /// Makes options; omitted ones have the contract's defaults.
  package init(
    vp: VPID, worker: WorkerID, command: [String], workspaceRoot: String, homePath: String,
    process: WorkerProcess
  ) {
    self.vp = vp
    self.worker = worker
    self.command = command
    self.workspaceRoot = workspaceRoot
    self.homePath = homePath
    self.process = process
  }

  /// The worker's session.
  package var session: SessionID { SessionID(vp: vp, worker: worker) }

  /// Seconds between heartbeats on a mission with this lease: a server's may be shorter than the
  /// configured one.
  func heartbeatSeconds(within lease: Double?) -> Double {
    min(heartbeatSeconds, lease.map { $0 / 3 } ?? .infinity)
  }

  /// Refuses a command that could never be started, before a mission is dispatched or claimed for
  /// it.
  package func checkCommand() throws(MissionError) {
    guard let name = command.first else {
      throw .validation("no command for \(vp): give one after --, or configure the VP's command")
    }
    guard program != nil else {
      throw .validation("the command \(name) is not a program that can run here")
    }
  }

  /// The command's program, found as a shell would find it; nil where there is none that can be
  /// run.
  var program: String? {
    guard let name = command.first, !name.isEmpty else { return nil }
    let isRelative = name.contains("/") && !name.hasPrefix("/")
    return FileSystem.program(
      isRelative ? directory + "/" + name : name, searchPath: environment["PATH"] ?? "")
  }
}
