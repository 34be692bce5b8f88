import Testing

@testable import MissionCLI

/// What commands take from standard input.
@Suite struct StandardInputTests {
  private let home = TemporaryHome()

  @Test func everyWordOfStandardInputIsAnID() async throws {
    var ids: [String] = []
    for key in ["a", "b", "c"] { ids.append(try await home.dispatch(key)) }
    let input = ["\(ids[0]) \(ids[1])", "", "\t\(ids[2])\r"]
    #expect(await home.run(["cancel", "-"], input: input).code == 64)
    #expect(await home.run("list", "-q", "--status", "cancelled").out.isEmpty)
    #expect(await home.run(["cancel", "-", "--yes"], input: input).code == 0)
    let cancelled = await home.run("list", "-q", "--status", "cancelled").out
    #expect(Set(cancelled.split(separator: "\n").map(String.init)) == Set(ids))
  }

  @Test func standardInputIsNotReadTwice() async {
    let run = await home.run(["dispatch", "--request", "-", "--objective", "-"], input: ["{}"])
    #expect(run.code == 64 && run.err.contains("standard input can be read once"), "\(run.err)")
  }
}
