import EventLog
import EventLogSQLite
import EventProjections
import Foundation
import MissionControl

/// What goes wrong in a world.
extension World {
  /// More pages than any ledger has: no limit.
  private static let everyPage: Int64 = 1_073_741_823

  /// Has a fault happen.
  func strike(_ fault: Stimulus) async throws {
    switch fault {
    case .crash(let place, let comesAgain):
      guard workers[place].isAlive else { return }
      endWorker(place)
      if comesAgain { send(.start(place: place), in: 6 * Self.second) }
    case .stop(let place, let seconds): stop(place, seconds: seconds)
    case .drain(let place): try await drain(place)
    case .clash(let place): clash(with: place)
    case .loseReplies(let count): lostReplies += count
    case .loseCalls(let count): lostCalls += count
    case .jumpClock(let seconds): machine.wallOffset = seconds * Self.second
    case .fillDisk(let ledger, let seconds):
      try await limitPages(of: ledger, to: nil)
      send(.freeDisk(ledger: ledger), in: Int64(seconds) * Self.second)
    case .lackRoom(let seconds): lackRoom(seconds: seconds)
    case .failDisk(let ledger): try await failDisk(ledger)
    case .restartFleet:
      closeFleets()
      openFleets()
      try await checkSurvived()
    case .powerLoss: try await losePower()
    case .backUp(let ledger): backups[ledger] = try files(of: ledger)
    case .restore(let ledger): try await restore(ledger)
    default: break
    }
  }

  private func stop(_ place: Int, seconds: Int) {
    guard workers[place].isAlive, workers[place].stoppedUntil == nil else { return }
    let delay = Int64(seconds) * Self.second
    workers[place].stoppedUntil = machine.elapsed + delay
    if let process = workers[place].process { machine.set(process, .stopped) }
    send(.resume(place: place, incarnation: workers[place].incarnation), in: delay)
  }

  /// Lets a worker that stands still go on.
  func resumeWorker(_ place: Int) {
    guard workers[place].stoppedUntil != nil else { return }
    note("worker \(workers[place].id) goes on")
    workers[place].stoppedUntil = nil
    if let process = workers[place].process { machine.set(process, .runs) }
  }

  private func clash(with place: Int) {
    guard workers[place].isAlive, !workers.contains(where: { $0.place >= 3 && $0.isAlive }) else {
      return
    }
    clashing.insert(workers[place].session)
    let twin = SimulatedWorker(
      place: workers.count, vp: workers[place].vp, kind: workers[place].kind,
      id: workers[place].id)
    workers.append(twin)
    startWorker(twin.place)
  }

  // MARK: Disks

  /// Leaves a ledger no page more than it has, or every page again, in each process that writes it.
  private func limitPages(of ledger: Int, to pages: Int64?) async throws {
    for fleet in fleets {
      guard let log = try? await fleet.writableLog(named: Names.ledgers[ledger]) else { continue }
      try? log.log.writeExclusivelyBlocking { _, connection in
        let limit = try pages ?? connection.integer("PRAGMA page_count") ?? Self.everyPage
        try connection.set(pragma: "max_page_count", to: limit)
      }
    }
  }

  /// Gives a ledger's disk room again.
  func freeDisk(_ ledger: Int) async throws {
    note("ledger \(Names.ledgers[ledger]) has room")
    try await limitPages(of: ledger, to: Self.everyPage)
  }

  /// Has a write of a ledger meet an I/O error, after which its log has to be opened again.
  private func failDisk(_ ledger: Int) async throws {
    guard let log = try? await fleets[0].writableLog(named: Names.ledgers[ledger]) else { return }
    try? log.log.writeExclusivelyBlocking { _, _ in
      throw SQLiteError(code: 10, message: "disk I/O error")
    }
    logs[Names.ledgers[ledger]] = nil
  }

  // MARK: Processes and power

  /// Ends the processes that serve the fleet.
  func closeFleets() {
    for fleet in fleets { fleet.close() }
    fleets = []
    logs = [:]
  }

  private func losePower() async throws {
    reached.insert(.powerLost)
    // What the disk holds now is what a machine that syncs each commit finds again; a write under
    // way is torn.
    let torn = Data((0..<700).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let files = try shelter.image().map { file in
      file.name.hasSuffix("-wal") && !file.bytes.isEmpty
        ? Shelter.File(name: file.name, bytes: file.bytes + torn) : file
    }
    try await startAnew(from: files)
    try await checkSurvived()
  }

  /// Starts the machine and everything on it again, over a home of these files.
  private func startAnew(from files: [Shelter.File]) async throws {
    closeFleets()
    for place in workers.indices { endWorker(place) }
    machine.reboot()
    try shelter.move(to: files)
    if plan.leadsLink { try layLink() }
    openFleets()
    for place in plan.workers.indices {
      send(.start(place: place), in: Int64(place + 1) * 2 * Self.second)
    }
  }

  private func files(of ledger: Int) throws -> [Shelter.File] {
    try shelter.image(of: Names.files[ledger])
  }

  private func restore(_ ledger: Int) async throws {
    guard let backup = backups[ledger] else { return }
    reached.insert(.ledgerRestored)
    let stem = Names.files[ledger]
    let others = try Names.files.filter { $0 != stem }.flatMap(shelter.image)
    try await startAnew(from: others + backup)
    // What the ledger knows by now is all that counts: its history begins anew for those who watch.
    let name = Names.ledgers[ledger]
    judges[name] = judges[name]?.begunAgain
    let events = try await read(name) { try $0.events() }
    try judges[name]?.take(events)
    if name == Names.runtime {
      let sources = Names.lanes.filter { !feedJudge.trusts($0) || restored.contains($0) }
      feedJudge = FeedJudge()
      for event in events { try feedJudge.take(event, [:]) }
      for source in sources { feedJudge.distrust(source) }
    } else {
      restored.insert(name)
      feedJudge.distrust(name)
    }
    try await checkSurvived()
  }

  /// Checks that every ledger still holds what was acknowledged.
  func checkSurvived() async throws {
    for (name, judge) in judges.sorted(by: { $0.key < $1.key }) {
      let head = try await read(name) { $0.head }
      guard head == judge.head else {
        throw Violation(
          "What was acknowledged is never lost",
          "ledger \(name) ends at \(head) and ended at \(judge.head)")
      }
    }
  }
}
