import Foundation
import GoldenLedgers
import MissionControl
import Platform

/// Records the golden ledgers of a released format, with what its readers answer beside them, and
/// the predecessor's ledger that was imported into them.
///
///     swift run missionlog-record-ledgers Fixtures/ledgers/v2
///
/// Once recorded, they stay for ever: a folder that is there is never written to again.
@main
struct Main {
  static func main() async throws {
    let words = CommandLine.arguments
    guard words.count == 2 else { return fail("usage: \(words[0]) FOLDER") }
    let folder = words[1]
    guard !FileManager.default.fileExists(atPath: folder) else {
      return fail(
        "\(folder) is there: the ledgers of a format are recorded once, and kept for ever")
    }
    let home = folder + "/home"
    try FileManager.default.createDirectory(
      atPath: folder + "/expected", withIntermediateDirectories: true)
    let predecessor = "\(folder)/\(PredecessorLedger.name)"
    try PredecessorLedger.write(to: predecessor)
    try await GoldenHome.write(to: home, importing: predecessor)
    let now = GoldenHome.askedAt
    let fleet = GoldenHome.fleet(at: home, clocks: Clocks(now: { now }, monotonic: { 0 }))
    let answers = try await GoldenAnswers.ask(fleet)
    fleet.close()
    for (name, lines) in answers {
      let text = lines.map { $0 + "\n" }.joined()
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/expected/\(name)"))
    }
    // What readers and writers leave beside a ledger is no part of it.
    for name in try FileManager.default.contentsOfDirectory(atPath: home)
    where !name.hasSuffix(".db") {
      try FileManager.default.removeItem(atPath: "\(home)/\(name)")
    }
    print("recorded \(folder)")
  }

  private static func fail(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(64)
  }
}
