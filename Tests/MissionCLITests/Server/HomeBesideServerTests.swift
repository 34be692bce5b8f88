import Foundation
import MissionTesting
import Testing

/// A server that the environment names: a home that the command line names comes before it.
@Suite struct HomeBesideServerTests {
  private let home = CommandLineHome()

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
    #expect(run.out.contains("the token file /x"), "\(run.out)")
  }

  @Test func whatWorksOnAHomeAloneSaysHowItGetsOne() async throws {
    #expect(await home.run("init").code == 0)
    let token = home.path + "-token"
    try "a-token-of-some-length\n".write(toFile: token, atomically: true, encoding: .utf8)
    let run = try BuiltProgram.run(
      ["doctor"],
      environment: [
        "MISSIONLOG_SERVER": "http://127.0.0.1:1", "MISSIONLOG_TOKEN_FILE": token,
        "MISSIONLOG_HOME": home.path,
      ])
    #expect(run.code == 64 && run.err.contains("name the home with --home"), "\(run.err)")
  }

  @Test func aServerWithoutATokenIsNamedAsItWasGiven() async {
    let environment = ["MISSIONLOG_SERVER": "http://127.0.0.1:1"]
    let named = await CapturedConsole(environment: environment).run(["list"])
    #expect(named.err.contains("MISSIONLOG_SERVER needs --token-file"), "\(named.err)")
    let given = await CapturedConsole().run(["list", "--server", "http://127.0.0.1:1"])
    #expect(given.err.contains("--server needs --token-file"), "\(given.err)")
  }

  @Test func whatExecutesMissionsSaysThatTheServerIsIgnored() async {
    let environment = ["MISSIONLOG_SERVER": "http://127.0.0.1:1"]
    let vp = ["--home", home.path, "--vp", "vp.general.primary"]
    for words in [
      ["run", "--objective", "x"] + vp + ["--", "/bin/echo", "x"],
      ["worker", "--until-idle"] + vp + ["--", "/bin/true"],
    ] {
      let run = await CapturedConsole(environment: environment).run(words)
      #expect(run.code == 0, "\(run.err)")
      #expect(run.err.hasPrefix("MISSIONLOG_SERVER is ignored"), "\(run.err)")
    }
    let plain = ["worker", "--until-idle"] + vp + ["--", "/bin/true"]
    let silent = await CapturedConsole().run(plain)
    #expect(silent.code == 0 && !silent.err.contains("is ignored"), "\(silent.err)")
  }
}
