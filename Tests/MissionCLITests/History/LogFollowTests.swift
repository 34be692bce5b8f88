import MissionTesting
import Platform
import Testing

@testable import MissionCLI

/// `log --follow --json`: a consumer that is begun anew goes on where it was.
@Suite struct LogFollowTests {
  private let home = CommandLineHome()

  /// Commits an event to the coder ledger that was recorded before every other.
  private func dispatchLate() async {
    let past = Clocks.system.now().advanced(byMicroseconds: -3_600_000_000)
    let words = ["dispatch", "--vp", "vp.coder.primary", "--objective", "late"]
    #expect(await home.run(words, clocks: TestClock(start: past).clocks).code == 0)
  }

  /// The ids and the cursors of the lines of `log --follow`, which ends with the last of so many.
  private func follow(_ count: Int, _ words: String...) async throws -> [(id: String, at: String)] {
    let run = await home.run(["log", "--follow", "--json", "--limit", "\(count)"] + words)
    #expect(run.code == 0, "\(run.err)")
    return try run.out.split(separator: "\n").map { line in
      let object = try JSONObject(Array(line.utf8))
      return (try object.text("event_id"), try object.text("cursor"))
    }
  }

  @Test func aFollowedLogGoesOnAtTheCursorOfAnyLine() async throws {
    for key in ["a", "b", "c"] { _ = try await home.dispatch(key) }
    let first = try await follow(2)
    #expect(first.map(\.id) == ["vp:1", "vp:2"])
    await dispatchLate()
    let rest = try await follow(2, "--after", first[1].at)
    #expect(rest.map(\.id) == ["coder:1", "vp:3"])
    let whole = try await follow(3, "--after", first[0].at)
    #expect(whole.map(\.id) == ["coder:1", "vp:2", "vp:3"])
    for (index, line) in whole.dropLast().enumerated() {
      let left = try await follow(2 - index, "--after", line.at)
      #expect(left.map(\.id) == whole.dropFirst(index + 1).map(\.id))
    }
  }

  @Test func theLinesOfATailHaveCursorsToo() async throws {
    await dispatchLate()
    for key in ["a", "b", "c"] { _ = try await home.dispatch(key) }
    let tail = try await follow(2, "--tail", "2")
    #expect(tail.map(\.id) == ["vp:2", "vp:3"])
    #expect(try await follow(1, "--after", tail[0].at).map(\.id) == ["vp:3"])
  }

  @Test func theLinesOfALogThatEndsAreEventsAlone() async throws {
    _ = try await home.dispatch("a")
    #expect(!(await home.run("log", "--json").out.contains("cursor")))
  }
}
