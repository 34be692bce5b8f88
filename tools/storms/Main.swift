import Foundation

/// Storms: many real processes over one home, killed, stopped and set to other times, or power that
/// goes; and the promises held against the log that they leave.
///
/// Exit codes: 0 every promise kept, 1 one broken, 64 bad arguments.
@main
struct Storms {
  static func main() async throws {
    let arguments = try Arguments(CommandLine.arguments.dropFirst())
    if let role = arguments.role { return try await play(role, arguments) }
    let started = Date()
    do {
      let line: String
      switch arguments.storm {
      case .claims: line = try await ClaimStorm(arguments).run()
      case .races: line = try await RaceStorm(arguments).run()
      case .writers: line = try await WriterStorm(arguments).run()
      case .bridge: line = try await BridgeStorm(arguments).run()
      case .kills: line = try await KillStorm(arguments).run()
      case .power: line = try await PowerStorm(arguments).run()
      }
      let seconds = (Date().timeIntervalSince(started) * 10).rounded() / 10
      print("\(arguments.storm.rawValue): \(line), in \(seconds) s")
    } catch let broken as Broken {
      print("\(arguments.storm.rawValue): BROKEN \(broken.what) (seed \(arguments.seed))")
      exit(1)
    } catch {
      print("\(arguments.storm.rawValue): ended by \(error) (seed \(arguments.seed))")
      exit(1)
    }
  }

  /// Does what one of a storm's processes does, until it is killed.
  private static func play(_ role: String, _ arguments: Arguments) async throws {
    switch arguments.storm {
    case .claims: try await ClaimStorm(arguments).work(as: role)
    case .races: try await RaceStorm(arguments).race(as: role)
    case .writers: try await WriterStorm(arguments).write(as: role)
    case .bridge: try await BridgeStorm(arguments).carry()
    case .kills: try await KillStorm(arguments).take(part: role)
    case .power: break
    }
  }
}

/// A promise that a storm has broken.
struct Broken: Error {
  let what: String

  init(_ what: String) { self.what = what }
}
