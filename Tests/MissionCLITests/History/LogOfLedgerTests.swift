import MissionTesting
import Testing

@Suite struct LogOfLedgerTests {
  @Test func whatLiesInAnotherLedgerIsRefusedAtAHomeAndAtAServer() async throws {
    let served = try await ServedHome { home in
      _ = try await home.dispatch("a")
      _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "w")
    }
    let id = String(await served.home.run("list", "-q").out.dropLast())
    for (flag, name, what) in [
      ("--mission", id, "mission"), ("--session", "vp.general.primary/w", "session"),
    ] {
      for place in ["coder", "runtime"] {
        let words = ["log", flag, name, "--ledger", place, "--json"]
        let (here, there) = (await served.home.run(words), try served.run(words))
        #expect(here.code == 66 && there.code == 66, "\(here) \(there)")
        let message = "\(what) \(name) is in ledger vp, not in \(place)"
        #expect(here.out.contains(message) && there.out.contains(message), "\(here) \(there)")
      }
      let words = ["log", flag, name, "--ledger", "vp", "--json"]
      #expect(await served.home.run(words).out.contains(#""ledger":"vp""#))
      #expect(try served.run(words).out.contains(#""ledger":"vp""#))
    }
    // A stream that never gets anything is refused before it begins.
    let words = ["log", "--mission", id, "--ledger", "coder", "--follow", "--limit", "1"]
    #expect(try served.run(words).code == 66)
  }
}
