import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionSimulation
import MissionTesting
import Platform
import Synchronization

/// The home that a storm rages over, and what is held against its logs in the end.
struct Stage {
  let path: String
  var configuration = Configuration()
  private let folder: TemporaryFolder?

  /// Makes a home of its own in the process that watches; the others are told where it is.
  init(_ arguments: Arguments) throws {
    if arguments.role == nil {
      let folder = try TemporaryFolder()
      self.folder = folder
      path = folder.path + "/home"
    } else {
      folder = nil
      path = arguments.home
    }
    configuration.minFreeBytes = 0
    configuration.durability = .relaxed
    configuration.reconcilePolicy = .requeue
    for index in configuration.vps.indices { configuration.vps[index].maxConcurrent = 1_000 }
  }

  /// A home that another left in a folder.
  init(home path: String, _ configuration: Configuration) {
    self.path = path
    self.configuration = configuration
    folder = nil
  }

  /// A fleet of this process over the home, by a wall clock that may be off.
  func fleet(_ drift: Drift = Drift()) -> Fleet {
    let clocks = Clocks(
      now: { Clocks.system.now().advanced(bySeconds: drift.seconds) },
      monotonic: { Clocks.system.monotonic() })
    return Fleet(
      home: Home(path: path, origin: "a storm"), configuration: configuration,
      surroundings: Surroundings(clocks: clocks))
  }

  /// Holds every ledger to what it promises: no break in its log, rows that are what the log says,
  /// and no event that the rules of missions forbid; returns how many events there are.
  ///
  /// With `areCarried`, every event is to be in its feed by now.
  func checkLedgers(areCarried: Bool = false) async throws -> Int64 {
    let fleet = fleet()
    defer { fleet.close() }
    var events: Int64 = 0
    for name in fleet.ledgerNames {
      let log = try await fleet.log(name)
      let report = try await log.log.verify(.full)
      if let found = report.firstBreak { throw Broken("ledger \(name): \(found)") }
      for projection in try await log.check() where !projection.isSound {
        throw Broken("\(projection.differing) rows of \(projection.name) in \(name) differ")
      }
      events += report.size
    }
    do {
      try await History.check(fleet, areCarried: areCarried)
    } catch let violation as Violation {
      throw Broken(violation.description)
    }
    return events
  }
}

/// How far a process's wall clock is off.
final class Drift: Sendable {
  private let value = Mutex(0.0)

  /// By how many seconds it runs ahead.
  var seconds: Double {
    get { value.withLock { $0 } }
    set { value.withLock { $0 = newValue } }
  }
}
