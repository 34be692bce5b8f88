import Testing

@testable import MissionCLI

/// A server that the environment names: a home that the command line names comes before it.
@Suite struct HomeBesideServerTests {
  private let home = TemporaryHome()

  private func run(_ arguments: String..., home named: String? = nil) async -> CapturedConsole.Run {
    var environment = ["MISSIONLOG_SERVER": "http://127.0.0.1:1", "MISSIONLOG_TOKEN_FILE": "/x"]
    environment["MISSIONLOG_HOME"] = named
    return await CapturedConsole(environment: environment).run(arguments)
  }

  @Test func aHomeThatIsNamedIsTheOneThatIsWorkedOn() async throws {
    let dispatch = await run(
      "dispatch", "--home", home.path, "--vp", "vp.general.primary", "--objective", "x")
    #expect(dispatch.code == 0, "\(dispatch.err)")
    #expect(await run("verify", "--home", home.path).code == 0)
    #expect(await run("init", "--home", home.path).code == 0)
    #expect(await run("backup", "--home", home.path, home.path + "-backup").code == 0)
    #expect(await run("list", "-q", "--home", home.path).out.hasPrefix("vp-mission-"))
  }

  @Test func aHomeOfTheEnvironmentIsNot() async {
    let run = await run("list", "--json", home: home.path)
    #expect(run.out.contains(#""code":"unavailable""#), "\(run.out)")
  }

  @Test func whatWorksOnAHomeAloneSaysHowItGetsOne() async {
    let run = await run("doctor", home: home.path)
    #expect(run.code != 0)
    #expect(!run.err.contains("leave out --server"), "\(run.err)")
  }
}
