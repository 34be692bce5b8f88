import Foundation
import MissionTesting

/// The processes of a storm, and what befalls them.
struct Crew {
  private var hands: [Hand] = []
  private var chance: SeededGenerator
  private var started = 0
  private var said: [String] = []
  private let storm: Arguments.Kind
  private let home: String
  private(set) var kills = 0
  private(set) var stops = 0

  /// Starts the processes.
  init(_ arguments: Arguments, home: String) throws {
    storm = arguments.storm
    self.home = home
    chance = SeededGenerator(seed: arguments.seed &+ 1)
    for _ in 0..<arguments.processes { hands.append(try start("w\(started)")) }
  }

  private mutating func start(_ name: String) throws -> Hand {
    started += 1
    return try Hand(name, storm, home: home, seed: chance.next() >> 32)
  }

  /// Has something befall one of them, now and then.
  mutating func strike() throws {
    let hand = Int.random(in: hands.indices, using: &chance)
    switch Int.random(in: 0..<10, using: &chance) {
    case 0..<2:
      hands[hand].end()
      said += words(of: hands[hand])
      kills += 1
      // The next one has the same name, or its own.
      let name = Bool.random(using: &chance) ? hands[hand].name : "w\(started)"
      hands[hand] = try start(name)
    case 2..<4:
      hands[hand].stop(seconds: .random(in: 0.2...3, using: &chance))
      stops += 1
    default: break
    }
  }

  /// Ends every fault.
  mutating func calm() {
    for hand in hands { hand.send(SIGCONT) }
  }

  /// Ends every process; returns all that they have said.
  mutating func dismiss() -> [String] {
    for hand in hands {
      hand.end()
      said += words(of: hand)
    }
    hands = []
    return said
  }

  private func words(of hand: Hand) -> [String] {
    var lines: [String] = []
    while let line = hand.hear() { lines.append(line) }
    return lines
  }
}
