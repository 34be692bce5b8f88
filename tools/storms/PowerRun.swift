import CFaultyDisk
import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionSimulation
import MissionTesting

/// A fleet's work on a disk that writes down what happens to it, and what was acknowledged when.
struct PowerRun {
  /// Enough for the write-ahead log to be moved into its file, begun anew and moved once more.
  private static let missions = 120
  private static let files = ["vp_state.db", "coder_vp_state.db", "runtime_state.db"]

  /// How many writes and syncs there were.
  private(set) var operations = 0
  private let durability: EventLog.Options.Durability
  private let configuration: Configuration
  private var marks: [Mark] = []
  /// The roots of each ledger after every event, from none on.
  private var roots: [String: [LogRoot]] = [:]

  /// What was acknowledged by the time that a call was answered.
  private struct Mark {
    let operations: Int
    /// The last position of each ledger.
    let heads: [String: Int64]
  }

  /// Has the work done in a new home.
  init(
    seed: UInt64, _ durability: EventLog.Options.Durability, home: String
  ) async throws {
    var configuration = Configuration()
    configuration.minFreeBytes = 0
    self.configuration = configuration
    self.durability = durability
    let maker = fleet(home, durability)
    _ = try await maker.initialize()
    maker.close()
    for file in Self.files {
      for suffix in ["", "-wal"] { unsafe faulty_disk_trace_file("\(home)/\(file)\(suffix)") }
    }
    let fleet = fleet(home, durability)
    defer { fleet.close() }
    var chance = SeededGenerator(seed: seed)
    for number in 0..<Self.missions {
      try await work(on: fleet, number, &chance)
    }
    operations = Int(faulty_disk_operations())
    for name in fleet.ledgerNames {
      roots[name] = try await fleet.log(name).log.read { reader in
        try (0...reader.head).map { try reader.root(at: $0) }
      }
    }
  }

  private func fleet(_ home: String, _ durability: EventLog.Options.Durability) -> Fleet {
    Fleet(
      home: Home(path: home, origin: "a storm"), configuration: configuration,
      surroundings: Surroundings(durability: durability))
  }

  // MARK: The work

  /// A mission's life, what is said of it carried on; now and then, upkeep.
  private mutating func work(
    on fleet: Fleet, _ number: Int, _ chance: inout SeededGenerator
  ) async throws {
    var request = DispatchRequest(
      vpID: .general,
      objective: String(repeating: "dig ", count: Int.random(in: 1...500, using: &chance)))
    request.sourceSessionID = "s\(number % 3)"
    request.idempotencyKey = "k\(number)"
    let caller = CallContext.orchestrator(session: "s\(number % 3)")
    let id = try await fleet.dispatch(request, caller).mission.state.facts.missionID
    try await mark(fleet)
    if Int.random(in: 0..<8, using: &chance) == 0 {
      _ = try await fleet.cancel(id, caller)
    } else {
      try await execute(on: fleet, &chance)
    }
    try await mark(fleet)
    if number % 4 == 3 {
      _ = try await Bridge(fleet).catchUp()
      try await mark(fleet)
    }
    if number == Self.missions / 2 {
      _ = try await fleet.writableLog(named: "vp").log.compact()
      try await mark(fleet)
    }
    if number == Self.missions * 3 / 4 {
      _ = try await fleet.rebuildableLog(named: "vp").rebuild(actor: "operator:storm@here")
      try await mark(fleet)
    }
  }

  private mutating func execute(on fleet: Fleet, _ chance: inout SeededGenerator) async throws {
    guard let worker = WorkerID("w") else { return }
    let call = CallContext.worker("w")
    guard let claimed = try await fleet.claim(ClaimRequest(vp: .general, worker: worker), call)
    else { throw Broken("there is nothing to claim") }
    try await mark(fleet)
    let token = FencingToken(worker: worker, attempt: claimed.state.attempt)
    var reports: [WorkerReport] = [.started(workspace: nil), .heartbeat]
    for step in 0..<Int.random(in: 0...3, using: &chance) {
      reports.append(.progress(ProgressReport(summary: "at \(step)")))
    }
    reports.append(.completed(MissionOutcome(message: "done")))
    for report in reports {
      _ = try await fleet.report(report, on: claimed.state.facts.missionID, as: token, call)
      try await mark(fleet)
    }
  }

  private mutating func mark(_ fleet: Fleet) async throws {
    var heads: [String: Int64] = [:]
    for name in fleet.ledgerNames {
      heads[name] = try await fleet.log(name).log.read { $0.head }
    }
    marks.append(Mark(operations: Int(faulty_disk_operations()), heads: heads))
  }

  // MARK: The images

  /// Holds an image to what the logs were by then; returns whether all is there that was
  /// acknowledged.
  ///
  /// - Throws: where it is anything but a log that once was, with the rows that follow from it.
  func hold(_ image: String, at moment: Int, isWritten: Bool) async throws -> Bool {
    let fleet = fleet(image, .none)
    defer { fleet.close() }
    let floor = marks.last { $0.operations <= moment }?.heads ?? [:]
    var isWhole = true
    for name in fleet.ledgerNames {
      let log = try await fleet.log(name)
      let report = try await log.log.verify(.full)
      if let found = report.firstBreak { throw Broken("ledger \(name): \(found)") }
      let head = report.size
      let known = roots[name] ?? []
      guard head < known.count, try await log.log.root() == known[Int(head)] else {
        throw Broken("ledger \(name) at \(head) is not what it was")
      }
      for projection in try await log.check() where !projection.isSound {
        throw Broken("\(projection.differing) rows of \(projection.name) in \(name) differ")
      }
      if head < floor[name] ?? 0 { isWhole = false }
    }
    // What was carried may come from events that only `full` keeps.
    if durability == .full { try await History.check(fleet) }
    if isWritten {
      var request = DispatchRequest(vpID: .general, objective: "go on")
      request.idempotencyKey = "after"
      _ = try await fleet.dispatch(request, .orchestrator(session: "s"))
    }
    return isWhole
  }
}
