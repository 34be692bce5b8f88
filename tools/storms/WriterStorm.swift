import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform

/// Many writers of one ledger at once: none meets a raw error, each wait is bounded, and each gets
/// its share.
struct WriterStorm {
  /// How many commits the luckiest writer may have for each of the unluckiest.
  private static let greatestRatio = 5.0

  private let arguments: Arguments
  private let stage: Stage

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    stage = try Stage(arguments)
  }

  /// Lets the writers write for so many seconds, and says what each got done.
  func run() async throws -> String {
    let fleet = stage.fleet()
    defer { fleet.close() }
    _ = try await fleet.initialize()
    let writers = try (0..<arguments.processes).map { place in
      try Hand("w\(place)", .writers, home: stage.path, seed: 0)
    }
    // All begin at once: the start of a process is no part of what is measured.
    for writer in writers {
      guard writer.hear() == "ready" else { throw Broken("\(writer.name) did not start") }
    }
    for writer in writers { writer.say("\(arguments.amount)") }
    var counts: [Int] = []
    var longest = 0.0
    for writer in writers {
      guard let line = writer.hear() else { throw Broken("\(writer.name) has ended") }
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "wrote", let count = Int(words[1]),
        let wait = Double(words[2])
      else { throw Broken("\(writer.name) says: \(line)") }
      counts.append(count)
      longest = max(longest, wait)
      writer.end()
    }
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    guard least > 0, Double(most) / Double(least) < Self.greatestRatio else {
      throw Broken("the writers got done \(counts.sorted())")
    }
    let bound = stage.configuration.busyTimeout + 1
    guard longest < bound else { throw Broken("a commit took \(longest) s, beyond \(bound) s") }
    let events = try await stage.checkLedgers()
    let ratio = (Double(most) / Double(least) * 100).rounded() / 100
    return "\(arguments.processes) writers, \(counts.reduce(0, +)) commits, \(least) to \(most) a "
      + "writer (\(ratio)), the longest took \((longest * 1_000).rounded()) ms, \(events) events"
  }

  /// Writes for as long as it is told to, then says how often and how long the longest took.
  func write(as name: String) async throws {
    let fleet = stage.fleet()
    guard let worker = WorkerID(name) else { return }
    let session = SessionID(vp: .general, worker: worker)
    let call = CallContext.worker(name)
    try await fleet.reportSession(.registered(WorkerProcess(of: .system)), of: session, call)
    Hand.tell("ready")
    guard let seconds = readLine().flatMap(Double.init) else { return }
    let clock = Clocks.system.monotonic
    let end = clock() + Instant.microseconds(inSeconds: seconds)
    var (count, longest): (Int, Int64) = (0, 0)
    while clock() < end {
      let began = clock()
      do {
        try await fleet.reportSession(.heartbeat, of: session, call)
        count += 1
      } catch let error as MissionError where error.code == .vpDBLocked {
        // A typed answer that says when to try again is what is promised.
      } catch {
        return Hand.tell("met \(error)")
      }
      longest = max(longest, clock() - began)
    }
    Hand.tell("wrote \(count) \(Double(longest) / 1_000_000)")
    while readLine() != nil {}
  }
}
