import Testing

/// What commands take from standard input.
@Suite struct StandardInputTests {
  private let home = CommandLineHome()

  private func cancelled() async -> Set<String> {
    let ids = await home.run("list", "-q", "--status", "cancelled").out
    return Set(ids.split(separator: "\n").map(String.init))
  }

  @Test func whatAMissionSaysOfAnotherActsOnNone() async throws {
    let other = try await home.dispatch("a")
    let short = String(other.suffix(8))
    let meant = try await home.dispatch("redo \(short)")
    let rows = await home.run("list").out.split(separator: "\n").map(String.init)
    let row = try #require(rows.first { $0.contains("redo") })
    #expect(row.contains(short))
    let run = await home.run(["cancel", "-", "--yes"], input: [row])
    #expect(run.code == 0 && run.out.contains(meant.suffix(8)), "\(run.err)")
    #expect(await cancelled() == [meant])
  }

  @Test func aLineOfWhichItCanNotBeToldWhatIsMeantActsOnNone() async throws {
    let ids = [try await home.dispatch("a"), try await home.dispatch("b")]
    for line in ["\(ids[0].suffix(8)) \(ids[1].suffix(8))", "\(ids[0]) \(ids[1].suffix(8))"] {
      let run = await home.run(["cancel", "-", "--yes"], input: [ids[0], line])
      #expect(run.code == 64 && run.err.contains("one id per line"), "\(run.err)")
      #expect(await cancelled().isEmpty)
    }
  }

  @Test func wholeIDsMayStandOnOneLine() async throws {
    var ids: [String] = []
    for key in ["a", "b", "c"] { ids.append(try await home.dispatch(key)) }
    let input = ["\(ids[0]) \(ids[1])", "", "\t\(ids[2])\r"]
    #expect(await home.run(["cancel", "-"], input: input).code == 64)
    #expect(await cancelled().isEmpty)
    #expect(await home.run(["cancel", "-", "--yes"], input: input).code == 0)
    #expect(await cancelled() == Set(ids))
  }

  @Test func standardInputIsNotReadTwice() async {
    let run = await home.run(["dispatch", "--request", "-", "--objective", "-"], input: ["{}"])
    #expect(
      run.code == 64 && run.err.contains("standard input can be read only once"), "\(run.err)")
  }
}
