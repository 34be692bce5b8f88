import Foundation
import MissionControl
import MissionModel
import MissionTesting

/// Many decisions on one version at once, in several processes that are killed now and then:
/// exactly one wins, and one key makes one mission, for ever.
struct RaceStorm {
  /// How many calls each process makes at once.
  private static let callsAtOnce = 8

  private let arguments: Arguments
  private let stage: Stage

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    var stage = try Stage(arguments)
    stage.configuration.busyTimeout = 60
    self.stage = stage
  }

  // MARK: The one that watches

  /// Runs the rounds: each a dispatch, a claim and a finish that all racers want.
  func run() async throws -> String {
    var chance = SeededGenerator(seed: arguments.seed)
    let fleet = stage.fleet()
    defer { fleet.close() }
    _ = try await fleet.initialize()
    var hands = try (0..<arguments.processes).map(start)
    var kills = 0
    for round in 0..<arguments.amount {
      let victim =
        Int.random(in: 0..<30, using: &chance) == 0
        ? hands.indices.randomElement(using: &chance) : nil
      let id = try dispatch(round, hands, killing: victim, &chance)
      if let victim {
        kills += 1
        hands[victim] = try start(victim)
        // Whatever the one that was killed had done, its key still means the same mission.
        hands[victim].say("dispatch round-\(round)")
        guard try words(of: hands[victim], "made") == Set([id]) else {
          throw Broken("the key of round \(round) made another mission after a kill")
        }
      }
      try raceForClaim(id, hands)
    }
    for hand in hands { hand.end() }
    let events = try await stage.checkLedgers()
    let missions = try await fleet.vps().vps.reduce(0) { $0 + $1.queued + $1.running }
    guard missions == 0 else { throw Broken("\(missions) missions were made beside the rounds'") }
    return "\(arguments.amount) rounds of \(arguments.processes * Self.callsAtOnce) racers, "
      + "\(kills) kills, \(events) events"
  }

  private func start(_ place: Int) throws -> Hand {
    try Hand("r\(place)", .races, home: stage.path, seed: 0)
  }

  /// Has all racers dispatch under one key; one of them may be killed meanwhile.
  private func dispatch(
    _ round: Int, _ hands: [Hand], killing victim: Int?, _ chance: inout SeededGenerator
  ) throws -> String {
    for hand in hands { hand.say("dispatch round-\(round)") }
    if let victim {
      usleep(UInt32.random(in: 0...6_000, using: &chance))
      hands[victim].end()
    }
    var made: Set<String> = []
    for (place, hand) in hands.enumerated() where place != victim {
      made.formUnion(try words(of: hand, "made"))
    }
    guard let id = made.first, made.count == 1 else {
      throw Broken("the key of round \(round) made \(made.sorted())")
    }
    return id
  }

  /// Has all racers claim one mission and end it, each in its own way.
  private func raceForClaim(_ id: String, _ hands: [Hand]) throws {
    for hand in hands { hand.say("claim \(id)") }
    let winners = try hands.flatMap { try words(of: $0, "won") }
    guard let winner = winners.first, winners.count == 1 else {
      throw Broken("\(id) was claimed by \(winners.sorted())")
    }
    for hand in hands { hand.say("finish \(id) \(winner)") }
    let ends = try hands.flatMap { try words(of: $0, "ended") }
    guard ends.count == 1 else { throw Broken("\(id) was ended as \(ends.sorted())") }
  }

  /// What a racer answers, without the word that it begins with.
  private func words(of hand: Hand, _ first: String) throws -> Set<String> {
    guard let line = hand.hear() else { throw Broken("\(hand.name) has ended") }
    let words = line.split(separator: " ").map(String.init)
    guard words.first == first else { throw Broken("\(hand.name) says: \(line)") }
    return Set(words.dropFirst())
  }

  // MARK: A racer

  /// Does what it is told, many times at once, and answers which of these won.
  func race(as name: String) async throws {
    let fleet = stage.fleet()
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      do {
        switch (words.first, words.dropFirst().first) {
        case ("dispatch", let key?):
          let made = try await many { _ in try await dispatch(key, on: fleet) }
          Hand.tell(("made" + Set(made).sorted().map { " " + $0 }.joined()))
        case ("claim", let id?):
          let won = try await many { try await claim(id, as: "\(name).\($0)", on: fleet) }
          Hand.tell("won" + won.map { " " + $0 }.joined())
        case ("finish", let id?):
          let winner = words.last ?? ""
          let ended = try await many {
            try await finish(id, by: winner, saying: "\(name).\($0)", on: fleet)
          }
          Hand.tell("ended" + ended.map { " " + $0 }.joined())
        default: Hand.tell("what is \(line)?")
        }
      } catch {
        Hand.tell("met \(error)")
      }
    }
  }

  /// Makes a call many times at once; what each won, where it won anything.
  private func many(
    _ body: @escaping @Sendable (Int) async throws -> String?
  ) async throws -> [String] {
    try await withThrowingTaskGroup(of: String?.self) { group in
      for place in 0..<Self.callsAtOnce { group.addTask { try await body(place) } }
      var all: [String] = []
      for try await one in group { if let one { all.append(one) } }
      return all
    }
  }

  private func dispatch(_ key: String, on fleet: Fleet) async throws -> String {
    var request = DispatchRequest(vpID: .general, objective: "win")
    request.idempotencyKey = key
    return try await fleet.dispatch(request, .orchestrator(session: "s")).mission.state.facts
      .missionID.rawValue
  }

  private func claim(_ id: String, as name: String, on fleet: Fleet) async throws -> String? {
    guard let mission = MissionID(id), let worker = WorkerID(name) else { return nil }
    let request = ClaimRequest(vp: .general, worker: worker, mission: mission)
    return try await fleet.claim(request, .worker(name)).map { _ in name }
  }

  private func finish(
    _ id: String, by winner: String, saying word: String, on fleet: Fleet
  ) async throws -> String? {
    guard let mission = MissionID(id), let worker = WorkerID(winner) else { return nil }
    do {
      _ = try await fleet.report(
        .completed(MissionOutcome(message: word)), on: mission,
        as: FencingToken(worker: worker, attempt: 1), .worker(winner))
      return word
    } catch let error as MissionError where error.code == .missionTerminal {
      return nil
    }
  }
}
