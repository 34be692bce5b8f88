import Foundation

/// What the program was asked to do.
struct Arguments: Sendable {
  var seeds: UInt64 = 100
  var from: UInt64 = 1
  var steps = 500
  var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)
  /// Runs each seed once only: faster, and blind for what is not determined.
  var runsOnce = false
  /// Names a broken promise and its seed, and tells no story.
  var isTerse = false
  /// Prints what happens in the first world.
  var shows = false
  /// Seeds that once broke a promise, run before the others.
  var oldSeeds: [UInt64] = []
  /// Whether every milestone has to be reached.
  var demandsMilestones = false

  /// Reads `--name value` pairs and flags.
  init(_ words: ArraySlice<String>) throws {
    var words = words
    while let word = words.popFirst() {
      switch word {
      case "--seeds": seeds = try Self.number(word, &words)
      case "--from": from = try Self.number(word, &words)
      case "--steps": steps = Int(try Self.number(word, &words))
      case "--jobs": jobs = max(1, Int(try Self.number(word, &words)))
      case "--once": runsOnce = true
      case "--terse": isTerse = true
      case "--show": shows = true
      case "--milestones": demandsMilestones = true
      case "--old": oldSeeds = try Self.seeds(inFile: words.popFirst() ?? "")
      default: throw Self.refuse("\(word) is not known")
      }
    }
  }

  private static func number(_ name: String, _ words: inout ArraySlice<String>) throws -> UInt64 {
    guard let word = words.popFirst(), let number = UInt64(word) else {
      throw refuse("\(name) wants a whole number")
    }
    return number
  }

  /// The seeds in a file: one a line, what follows is a remark.
  private static func seeds(inFile path: String) throws -> [UInt64] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
      $0.split(separator: " ").first.flatMap { UInt64($0) }
    }
  }

  private static func refuse(_ message: String) -> any Error {
    FileHandle.standardError.write(Data("simulate: \(message)\n".utf8))
    exit(64)
  }
}
