import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform

/// Writers, a reader and a checkpointer of one ledger, any of which is killed at any moment: what
/// was acknowledged is there in the end, byte for byte, as a journal in another process has it.
struct KillStorm {
  /// How long the ones that take part live on together until one is killed, at most, in
  /// microseconds.
  private static let longestPeace: UInt32 = 60_000

  private let arguments: Arguments
  private let stage: Stage
  private let pool = BlockingPool(name: "checkpoints", threads: 1)

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    var stage = try Stage(arguments)
    stage.configuration.durability = .full
    stage.configuration.busyTimeout = 30
    self.stage = stage
  }

  // MARK: The one that watches

  /// Kills one after the other, and says how much had been acknowledged.
  func run() async throws -> String {
    var chance = SeededGenerator(seed: arguments.seed)
    let fleet = stage.fleet()
    defer { fleet.close() }
    _ = try await fleet.initialize()
    let names = (0..<arguments.processes).map { "writer\($0)" } + ["reader", "checkpointer"]
    var hands = try names.map(start)
    var journal: [Int64: String] = [:]
    for _ in 0..<arguments.amount {
      usleep(UInt32.random(in: 0...Self.longestPeace, using: &chance))
      let victim = Int.random(in: hands.indices, using: &chance)
      try end(hands[victim], &journal)
      hands[victim] = try start(names[victim])
    }
    for hand in hands { try end(hand, &journal) }
    try await hold(journal, on: fleet)
    let events = try await stage.checkLedgers()
    return "\(arguments.amount) kills, \(journal.count) acknowledged by \(arguments.processes) "
      + "writers, 0 lost, 0 altered, \(events) events"
  }

  private func start(_ name: String) throws -> Hand {
    try Hand(name, .kills, home: stage.path, seed: 0)
  }

  /// Kills a process, and takes what it had said into the journal.
  private func end(_ hand: Hand, _ journal: inout [Int64: String]) throws {
    guard hand.isRunning else { throw Broken("\(hand.name) has ended by itself") }
    hand.end()
    while let line = hand.hear() {
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "wrote", let position = Int64(words[1]) else {
        throw Broken("\(hand.name) says: \(line)")
      }
      guard journal.updateValue(String(words[2]), forKey: position) == nil else {
        throw Broken("position \(position) was acknowledged twice")
      }
    }
  }

  /// Holds the ledger against the journal.
  private func hold(_ journal: [Int64: String], on fleet: Fleet) async throws {
    try await fleet.log("vp").log.read { reader in
      for (position, digest) in journal {
        guard let found = try reader.exportLine(at: position) else {
          throw Broken("position \(position) was acknowledged and is lost")
        }
        guard Digest(of: found.span).description == digest else {
          throw Broken("position \(position) is not what was acknowledged")
        }
      }
    }
    guard journal.count > arguments.amount else {
      throw Broken("only \(journal.count) events were acknowledged")
    }
  }

  // MARK: Those that take part

  /// Does its part until it is killed; what it may not meet is told.
  func take(part name: String) async throws {
    let fleet = stage.fleet()
    var number = 0
    while true {
      do {
        switch name {
        case "reader": try await read(fleet)
        case "checkpointer": try await checkpoint(fleet)
        default: try await write(name, number, fleet)
        }
      } catch let error as MissionError where error.retryable {
        continue
      } catch {
        Hand.tell("met \(error)")
      }
      number += 1
    }
  }

  private func write(_ name: String, _ number: Int, _ fleet: Fleet) async throws {
    let words = String(repeating: "\(name) ", count: 1 + number % 200)
    let made = try await fleet.dispatch(
      DispatchRequest(vpID: .general, objective: words + "\(number)"),
      .orchestrator(session: name))
    let position = made.mission.state.position
    let line = try await fleet.log("vp").log.read { try $0.exportLine(at: position) }
    Hand.tell("wrote \(position) \(line.map { Digest(of: $0.span).description } ?? "nothing")")
  }

  private func read(_ fleet: Fleet) async throws {
    let events = try await fleet.log("vp").log.read { reader in
      try reader.events(after: max(0, reader.head - 100))
    }
    guard zip(events, events.dropFirst()).allSatisfy({ $1.position == $0.position + 1 }) else {
      return Hand.tell("met a gap in \(events.map(\.position))")
    }
  }

  private func checkpoint(_ fleet: Fleet) async throws {
    let log = try await fleet.writableLog(named: "vp").log
    try await pool.run { try log.checkpointBlocking(upToSeconds: 0) }
    try await Task.sleep(for: .milliseconds(5))
  }
}
