import Foundation
import MissionTesting
import Testing

/// A bridge that is killed at any moment loses nothing and doubles nothing.
@Suite(.timeLimit(.minutes(10))) struct BridgeKillTests {
  private static let rounds = 15

  private let home = CommandLineHome()

  private var environment: [String: String] {
    ["MISSIONLOG_HOME": home.path, "MISSIONLOG_DURABILITY": "relaxed"]
  }

  @Test func bridgesThatAreKilledLoseNothingAndDoubleNothing() async throws {
    var generator = SystemRandomNumberGenerator()
    var dispatched = 0
    for _ in 0..<Self.rounds {
      // Two at once, so that they overtake each other too.
      let bridges = try (0..<2).map { _ in
        try BuiltProgram.start(["bridge", "run"], environment: environment)
      }
      for _ in 0..<Int.random(in: 2...6, using: &generator) {
        dispatched += 1
        let vp = dispatched % 3 == 0 ? "vp.coder.primary" : "vp.general.primary"
        let run = await home.run(
          "dispatch", "--vp", vp, "--objective", "dig", "--source-session-id", "s1", "--json")
        #expect(run.code == 0)
      }
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...60, using: &generator)))
      for bridge in bridges {
        kill(bridge.processIdentifier, SIGKILL)
        bridge.waitUntilExit()
      }
    }
    #expect(try BuiltProgram.run(["bridge", "run", "--once"], environment: environment).code == 0)
    let audit = await home.run("bridge", "audit", "--json")
    #expect(audit.code == 0, "\(audit.out)")
    let feeds = await home.run("feed", "--json")
    #expect(feeds.out.contains(#""source_session_id":"s1","items":\#(dispatched),"#))
    #expect(await home.run("rebuild", "--check").code == 0)
  }
}
