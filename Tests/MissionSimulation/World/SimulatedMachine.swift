import Platform
import Synchronization

/// The one machine of a simulated world: its clocks, its boots and its processes, none of them
/// real.
///
/// Time moves only when the world says so. The wall clock is true time and an offset that jumps;
/// the monotonic one begins anew at each boot.
final class SimulatedMachine: Sendable {
  /// What a process is to the machine's process table.
  enum Standing: Hashable, Sendable {
    case runs
    /// Stopped by a signal, or by a collector of garbage: it is there, and does nothing.
    case stopped
  }

  private struct State {
    var elapsed: Int64 = 0
    var wallOffset: Int64 = 0
    var lacksRoomSince: Int64?
    var boot = 1
    var bootedAt: Int64 = 0
    var nextPid: Int32 = 1_000
    var processes: [ProcessIdentity: Standing] = [:]
  }

  /// The wall clock when the world begins: 2026-01-01T00:00:00Z.
  private static let dawn: Int64 = 1_767_225_600_000_000
  /// What the monotonic clock shows right after a boot.
  private static let uptimeAtBoot: Int64 = 1_000_000

  private let state = Mutex(State())

  /// True time: microseconds since the world began; it never jumps.
  var elapsed: Int64 {
    get { state.withLock { $0.elapsed } }
    set { state.withLock { $0.elapsed = newValue } }
  }

  /// How far the wall clock is from the truth, in microseconds.
  var wallOffset: Int64 {
    get { state.withLock { $0.wallOffset } }
    set { state.withLock { $0.wallOffset = newValue } }
  }

  /// Since when there is less room than new work needs, in true time; nil while there is enough.
  var lacksRoomSince: Int64? {
    get { state.withLock { $0.lacksRoomSince } }
    set { state.withLock { $0.lacksRoomSince = newValue } }
  }

  /// How many bytes new work needs free.
  static let leastRoom: Int64 = 1 << 20

  /// How much room there is for files.
  var freeBytes: @Sendable (String) -> Int64? {
    { [self] _ in lacksRoomSince == nil ? Self.leastRoom << 10 : Self.leastRoom - 1 }
  }

  /// The clocks that processes of this machine see.
  var clocks: Clocks {
    Clocks(
      now: { [self] in
        state.withLock { Instant(microseconds: Self.dawn + $0.elapsed + $0.wallOffset) }
      },
      monotonic: { [self] in
        state.withLock { $0.elapsed - $0.bootedAt + Self.uptimeAtBoot }
      })
  }

  /// The name of the current boot.
  var bootID: String { state.withLock { "boot-\($0.boot)" } }

  /// What a process of the first pid namespace is told of where it runs.
  var host: HostIdentity {
    HostIdentity(
      machineID: "machine", bootID: bootID, pidNamespace: Self.pidNamespace, hostName: "here",
      process: ProcessIdentity(pid: 1, startTime: 0))
  }

  /// The pid namespace that ledgers and reconcilers live in.
  static let pidNamespace: UInt64 = 100

  /// Every process that runs or is stopped, as `/proc` would tell of it.
  var processes: ProcessTable {
    ProcessTable(
      entry: { [self] pid in
        state.withLock { state in
          guard let (identity, standing) = state.processes.first(where: { $0.key.pid == pid })
          else { return nil }
          return ProcessTable.Entry(
            identity: identity, parent: 1, state: standing == .runs ? "S" : "T")
        }
      },
      pids: { [self] in state.withLock { $0.processes.keys.map(\.pid).sorted() } },
      environment: { _ in nil })
  }

  /// Starts a process and returns its identity.
  func spawn() -> ProcessIdentity {
    state.withLock { state in
      state.nextPid += 1
      let identity = ProcessIdentity(
        pid: state.nextPid, startTime: (state.elapsed - state.bootedAt) / 10_000)
      state.processes[identity] = .runs
      return identity
    }
  }

  /// Stops a process, or lets it go on.
  func set(_ process: ProcessIdentity, _ standing: Standing) {
    state.withLock { state in
      if state.processes[process] != nil { state.processes[process] = standing }
    }
  }

  /// Ends a process; nothing of it is left.
  func end(_ process: ProcessIdentity) {
    _ = state.withLock { $0.processes.removeValue(forKey: process) }
  }

  /// Starts the machine anew: every process is gone, and the monotonic clock begins again.
  func reboot() {
    state.withLock { state in
      state.boot += 1
      state.bootedAt = state.elapsed
      state.processes = [:]
      // Process ids are used again after a boot.
      state.nextPid = 1_000
    }
  }
}
