import Foundation
import MissionControl
import MissionModel
import MissionTesting

/// Bridges that are killed at any moment, with a cursor set back or a backup of the runtime ledger
/// restored now and then.
///
/// Every event is in its feed exactly once, in its ledger's order.
struct BridgeStorm {
  private static let sessions = ["s1", "s2", "s3"]

  private let arguments: Arguments
  private let stage: Stage

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    var stage = try Stage(arguments)
    stage.configuration.busyTimeout = 30
    self.stage = stage
  }

  /// Carries until it is killed; what a bridge may meet is told.
  func carry() async throws {
    let bridge = Bridge(stage.fleet())
    Hand.tell("ready")
    while true {
      do {
        _ = try bridge.step()
      } catch let error as MissionError where error.retryable {
        continue
      } catch {
        Hand.tell("\(error)")
      }
    }
  }

  /// Kills bridges while missions are dispatched and cancelled, and says how it was.
  func run() async throws -> String {
    var chance = SeededGenerator(seed: arguments.seed)
    var fleet = stage.fleet()
    _ = try await fleet.initialize()
    var (kills, moves, restores) = (0, 0, 0)
    var backup: [String: Data] = [:]
    while kills < arguments.amount {
      let bridges = try (0..<arguments.processes).map { place in
        try Hand("b\(place)", .bridge, home: stage.path, seed: 0)
      }
      for bridge in bridges { _ = bridge.hear() }
      for _ in 0..<Int.random(in: 1...4, using: &chance) {
        try await happen(on: fleet, &chance)
      }
      for bridge in bridges {
        try await Task.sleep(for: .microseconds(Int.random(in: 0...4_000, using: &chance)))
        bridge.end()
        kills += 1
        while let line = bridge.hear() { throw Broken("a bridge said: \(line)") }
      }
      switch Int.random(in: 0..<60, using: &chance) {
      case 0:
        moves += 1
        try await setBack(on: fleet, &chance)
      case 1:
        fleet.close()
        backup = try image()
        fleet = stage.fleet()
      case 2 where !backup.isEmpty:
        restores += 1
        fleet.close()
        try restore(backup)
        fleet = stage.fleet()
      default: break
      }
    }
    try await carryTheRest(on: fleet)
    try await checkAudit(of: fleet)
    fleet.close()
    let events = try await stage.checkLedgers(areCarried: true)
    return "\(kills) kills, \(moves) cursors set back, \(restores) backups restored, "
      + "\(events) events"
  }

  /// Makes an event or two that belong into a feed.
  private func happen(on fleet: Fleet, _ chance: inout SeededGenerator) async throws {
    var request = DispatchRequest(
      vpID: Bool.random(using: &chance) ? .general : .coder, objective: "dig")
    let session = Self.sessions.randomElement(using: &chance) ?? "s1"
    request.sourceSessionID = session
    let id = try await fleet.dispatch(request, .orchestrator(session: session)).mission.state.facts
      .missionID
    if Bool.random(using: &chance) {
      _ = try await fleet.cancel(id, .orchestrator(session: session))
    }
  }

  private func setBack(on fleet: Fleet, _ chance: inout SeededGenerator) async throws {
    _ = try await fleet.moveCursor(
      to: .zero, of: Bool.random(using: &chance) ? "vp" : "coder",
      .person("operator", host: "here"))
  }

  // MARK: A backup of the runtime ledger

  private var files: [String] {
    ["", "-wal"].map { stage.path + "/runtime_state.db" + $0 }
  }

  private func image() throws -> [String: Data] {
    var image: [String: Data] = [:]
    for file in files where FileManager.default.fileExists(atPath: file) {
      image[file] = try Data(contentsOf: URL(filePath: file))
    }
    return image
  }

  private func restore(_ image: [String: Data]) throws {
    for file in files + [stage.path + "/runtime_state.db-shm"] {
      try? FileManager.default.removeItem(atPath: file)
    }
    for (file, bytes) in image { try bytes.write(to: URL(filePath: file)) }
  }

  // MARK: The end

  private func carryTheRest(on fleet: Fleet) async throws {
    let step = try await Bridge(fleet).catchUp()
    if let error = step.sources.compactMap(\.error).first { throw Broken(error.message) }
  }

  private func checkAudit(of fleet: Fleet) async throws {
    for source in try await fleet.auditBridge().sources {
      if let unread = source.notChecked { throw Broken("the audit leaves out \(unread)") }
      guard source.audit.unexplained == 0 else {
        throw Broken("the audit of \(source.audit.ledger) finds \(source.audit)")
      }
    }
  }
}
