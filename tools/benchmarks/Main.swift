import Foundation

/// Runs one case of the benchmark and prints what it measured as one JSON object.
///
///     missionlog-benchmarks CASE DATA FOLDER [N [WIDTH]]
///     missionlog-benchmarks dictionary FILE
///
/// `run` beside this file calls it, in turn with the ceiling.
@main
struct Main {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.count == 2, words[0] == "dictionary" {
      try LogCases.writeDictionary(to: words[1])
      return
    }
    guard words.count >= 3 else {
      throw BenchmarkError("usage: missionlog-benchmarks CASE DATA FOLDER [N [WIDTH]]")
    }
    let count = words.count > 3 ? Int(words[3]) : nil
    let width = words.count > 4 ? Int(words[4]) ?? 1 : 1
    try FileManager.default.createDirectory(
      atPath: words[2], withIntermediateDirectories: true)
    let log = LogCases(data: words[1], folder: words[2])
    let fleet = FleetCases(folder: words[2])
    let tools = ToolCases(fleet: fleet)
    let figure =
      switch words[0] {
      case "append": try await log.append(count ?? .max, batch: width)
      case "group": try await log.group(count ?? .max, callers: width)
      case "scan": try await log.readAll(checkingLeaves: false)
      case "read": try await log.readAll(checkingLeaves: true)
      case "verify": try await log.verify()
      case "stream": try await log.streams(count ?? 1)
      case "size": try await log.size()
      case "compact": try await log.compact()
      case "projected": try await log.appendProjected(count ?? .max, batch: width)
      case "grow": try await log.grow(count ?? 1)
      case "append-more": try await log.appendMore(count ?? 1)
      case "verify-projected": try await log.verifyProjected()
      case "rebuild": try await log.rebuild()
      case "heartbeat": try await fleet.heartbeats(count ?? 1)
      case "claim": try await fleet.claims(count ?? 1)
      case "crowd": try await fleet.crowd(queued: count ?? 100, finished: width)
      case "list": try await fleet.lists(count ?? 1)
      case "dashboard": try await fleet.dashboard(count ?? 1)
      case "past-list": try await fleet.pastLists(count ?? 1)
      case "dispatch": try await fleet.dispatches(count ?? 1)
      case "commands": try await fleet.commands(count ?? 1, callers: width)
      case "tool-dispatches": try await tools.dispatches(count ?? 1, callers: width)
      case "tool-heartbeats": try await tools.heartbeats(count ?? 1, callers: width)
      default: throw BenchmarkError("there is no case \(words[0])")
      }
    print(figure.json)
  }
}

/// What went wrong with a measurement.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
