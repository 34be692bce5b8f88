import EventLog
package import MissionControl
package import MissionModel
package import MissionStore
package import Platform

/// A home of its own for one test: real ledgers, without syncing, removed when the value goes away.
package final class TemporaryHome: Sendable {
  package let folder: TemporaryFolder
  package let home: Home
  private let clocks: Clocks

  /// Makes a home; `clock` is the time in it, the machine's own where there is none.
  package init(clock: TestClock? = nil) throws {
    folder = try TemporaryFolder()
    home = Home(path: folder.file("home"), origin: "a test")
    clocks = clock?.clocks ?? .system
  }

  /// Makes a fleet over the home; several of them share nothing but its files, like processes.
  package func fleet(
    _ yaml: String? = nil, clocks: Clocks? = nil, host: HostIdentity = .system,
    processes: ProcessTable = .system, notice: @escaping @Sendable (String) -> Void = { _ in },
    freeBytes: @escaping @Sendable (String) -> Int64? = { _ in nil },
    model: LedgerModel = .current
  ) -> Fleet {
    Fleet(
      home: home, configuration: .load(text: yaml, path: "config.yaml"),
      surroundings: Surroundings(
        clocks: clocks ?? self.clocks, model: model, host: host, processes: processes,
        freeBytes: freeBytes, durability: EventLog.Options.Durability.none, notice: notice))
  }
}

extension TemporaryHome {
  /// Damages a ledger that nobody has open: its first page says that it is one, nothing after it
  /// says anything.
  package func damage(_ file: String) throws {
    let path = home.path + "/" + file
    for end in ["-wal", "-shm"] { try FileSystem.removeFile(path + end) }
    let size = Int(try FileSystem.info(path).bytes)
    let head = try FileSystem.read(path, limit: size).prefix(4_096)
    try FileSystem.writeAtomically(head + [UInt8](repeating: 0xA5, count: size - 4_096), to: path)
  }
}

extension CallContext {
  /// The caller of tests that don't care who calls.
  package static let tester = CallContext.person("tester", host: "here")
}

extension VPID {
  /// The two VPs that every home has.
  package static let general = known("vp.general.primary")
  package static let coder = known("vp.coder.primary")

  private static func known(_ text: String) -> VPID {
    guard let id = VPID(text) else { preconditionFailure("\(text) is an id") }
    return id
  }
}

extension WorkerID {
  /// The worker of tests that need but one.
  package static let first = named("w1")

  /// A worker by a name that is known to be one.
  package static func named(_ text: String) -> WorkerID {
    guard let id = WorkerID(text) else { preconditionFailure("\(text) is an id") }
    return id
  }
}
