import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite struct HomeTests {
  @Test(arguments: [
    (["MISSIONLOG_HOME": "/m", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/m", "MISSIONLOG_HOME"),
    (
      ["MISSIONLOG_HOME": "", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/missionlog",
      "XDG_STATE_HOME"
    ),
    (["MISSIONLOG_HOME": "rel/../m"], "/cwd/m", "MISSIONLOG_HOME"),
  ])
  func theHomeIsNamedByTheFirstOfItsSources(
    environment: [String: String], path: String, origin: String
  ) throws {
    let home = try Home.resolve(environment: environment, workingFolder: "/cwd")
    #expect((home.path, home.origin) == (path, origin))
    #expect(home.configPath == path + "/config.yaml")
  }

  @Test func aFlagOutranksTheEnvironment() throws {
    let home = try Home.resolve(
      flag: "here", configFlag: "c.yaml", environment: ["MISSIONLOG_HOME": "/m"],
      workingFolder: "/cwd")
    #expect((home.path, home.origin, home.configPath) == ("/cwd/here", "--home", "/cwd/c.yaml"))
  }

  @Test func withNothingSetTheDefaultLiesInTheUsersFolder() throws {
    let home = try Home.resolve(environment: ["HOME": "/h"], workingFolder: "/")
    #expect(home.path == "/h/.local/state/missionlog")
  }

  @Test func withoutAnySourceNoHomeIsGuessed() {
    #expect(throws: MissionError.self) {
      _ = try Home.resolve(environment: [:], workingFolder: "/")
    }
  }

  @Test func aNamedConfigurationThatIsMissingIsAProblem() throws {
    let folder = try TemporaryFolder()
    let home = Home(path: folder.path, origin: "test", configPath: folder.file("none.yaml"))
    #expect(
      home.configuration().problems.map(\.description) == [
        folder.file("none.yaml")
          + ": the file that --config or MISSIONLOG_CONFIG names does not exist"
      ])
    #expect(Home(path: folder.path, origin: "test").configuration().problems.isEmpty)
  }

  @Test func theConfigurationIsReadFromTheHome() throws {
    let folder = try TemporaryFolder()
    try FileSystem.writeAtomically(Array("lease_ttl: 30\n".utf8), to: folder.file("config.yaml"))
    #expect(Home(path: folder.path, origin: "test").configuration().leaseTTL == 30)
  }
}

@Suite struct PathsTests {
  @Test(arguments: [
    ("/a/b", "/a/b"), ("b", "/w/b"), ("./b/../c//d/", "/w/c/d"), ("../../..", "/"), ("", "/w"),
  ])
  func pathsBecomeAbsolute(path: String, absolute: String) {
    #expect(Paths.absolute(path, in: "/w") == absolute)
  }

  @Test func linksAreFollowedAndWhatIsMissingIsKept() throws {
    let folder = try TemporaryFolder()
    try FileSystem.makePrivateDirectory(folder.file("real"))
    try link("real", at: folder.file("link"))
    try link("loop", at: folder.file("loop"))
    #expect(Paths.resolved(folder.file("link/new/file")) == folder.file("real/new/file"))
    #expect(Paths.resolved(folder.file("loop/x")) == nil)
    #expect(Paths.resolved(folder.file("link/../x")) == folder.file("x"))
  }

  @Test func insideMeansBelowAndNotMerelyAPrefix() {
    #expect(Paths.isInside("/a/b", "/a") && Paths.isInside("/a", "/a") && Paths.isInside("/x", "/"))
    #expect(!Paths.isInside("/ab", "/a"))
    // Folders that Unicode takes for one are two.
    #expect(!Paths.isInside("/e\u{301}/b", "/\u{E9}") && !Paths.isInside("/e\u{301}", "/\u{E9}"))
    // What begins with a mark of the letter before lies below the folder all the same.
    #expect(Paths.isInside("/a/\u{301}b", "/a"))
    #expect(Paths.part(of: "/a/b/c", below: "/a") == "b/c")
    #expect(Paths.part(of: "/a/b", below: "/") == "a/b")
    #expect(Paths.part(of: "/ab", below: "/a") == nil)
  }
}
