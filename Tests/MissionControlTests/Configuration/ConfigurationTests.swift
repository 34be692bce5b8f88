import Foundation
import MissionControl
import MissionTesting
import Platform
import Testing

@Suite struct ConfigurationTests {
  private func load(_ text: String?, _ environment: [String: String] = [:]) -> Configuration {
    Configuration.load(text: text, path: "config.yaml", environment: environment)
  }

  @Test func theTemplateHoldsEveryKeyAndReadsBackAsTheDefaults() {
    var read = load(Configuration.template)
    #expect(read.problems.isEmpty)
    for shown in Configuration().shown {
      let member = shown.key.split(separator: ".").last.map(String.init) ?? ""
      #expect(Configuration.template.contains("\(member):"), "\(shown.key)")
    }
    read.origins = [:]
    #expect(read == Configuration())
  }

  @Test func theTemplateLeavesTheRateLimitToTheAddressAndSaysSo() {
    let written = """
      server:
        # The most requests a minute of one client; 0 sets no limit.
        requests_per_minute: 0
      stats:

      """
    for text in [Configuration.template, written] {
      let read = load(text)
      #expect(read.server.requestsPerMinute == nil)
      #expect(read.origins["server.requests_per_minute"] == nil)
    }
    for text in [written.replacing("  #", with: "  # own:"), "server: {requests_per_minute: 0}"] {
      let read = load(text)
      #expect(read.server.requestsPerMinute == 0)
      #expect(read.origins["server.requests_per_minute"] != nil)
    }
    let overridden = load(written, ["MISSIONLOG_SERVER_REQUESTS_PER_MINUTE": "0"])
    #expect(overridden.server.requestsPerMinute == 0)
  }

  @Test(arguments: [
    ("90", 90.0), ("90s", 90), ("15m", 900), ("2h", 7_200), ("1.5", 1.5), ("1d", 86_400),
  ])
  func durationsAreSecondsOrCarryAUnit(text: String, seconds: Double) {
    #expect(SettingKind.seconds(text) == seconds)
  }

  @Test(arguments: ["", "s", "-1", "1e3", "inf", "nan", "2 h", "1.2.3", "0x10"])
  func whatIsNoDurationIsRefused(text: String) {
    #expect(SettingKind.seconds(text) == nil)
  }

  @Test(arguments: [("0", Int64(0)), ("64KiB", 65_536), ("256MiB", 268_435_456), ("1GiB", 1 << 30)])
  func sizesAreBytesOrCarryAUnit(text: String, bytes: Int64) {
    #expect(SettingKind.bytes(text) == bytes)
  }

  @Test(arguments: ["", "-1", "1.5MiB", "9000000TiB", "10MB"])
  func whatIsNoSizeIsRefused(text: String) {
    #expect(SettingKind.bytes(text) == nil)
  }

  @Test func anUnknownKeyNamesFileLineAndTheNearestKey() {
    let problems = load("busy_timeout: 3\nlease_tll: 60\n").problems
    #expect(
      problems.map(\.description) == [
        "config.yaml:2: unknown key \"lease_tll\"; did you mean \"lease_ttl\"?"
      ])
  }

  @Test func mistakesAreToldInTheOrderOfTheirLines() {
    let text = """
      vps: {vp.x: {lane: nowhere}}
      lanes:
        extra:
          ledger: ../out.db
          guarrd: true
      lease_ttl: soon
      """
    let lines = load(text).problems.map { $0.description.split(separator: ":")[1] }
    #expect(lines == ["1", "4", "5", "6"])
  }

  @Test func everyMistakeIsCollectedAndTheRestStillHolds() {
    let read = load(
      """
      lease_ttl: soon
      cancel_grace: 2m
      durability: maybe
      server:
        port: 70000
        hots: x
      stats: 7
      vps:
        vp.x: {max_concurrent: 0, lane: nowhere}
      lanes:
        extra: {ledger: ../x.db}
      """)
    #expect(
      read.problems.map { $0.description.split(separator: " ")[0] } == [
        "config.yaml:1:", "config.yaml:3:", "config.yaml:5:", "config.yaml:6:", "config.yaml:7:",
        "config.yaml:9:", "config.yaml:9:", "config.yaml:11:",
      ])
    #expect(read.leaseTTL == 120)
    #expect(read.cancelGrace == 120)
    #expect(read.server.port == 7878)
    #expect(read.settings(ofVP: "vp.x").lane == "vp")
  }

  @Test(arguments: ["a: [", "lease_ttl: 1\nlease_ttl: 2", "\tx: 1", "- 1"])
  func textThatIsNoMapIsOneProblemWithALine(text: String) {
    let read = load(text)
    #expect(read.problems.count == 1)
    #expect(read.leaseTTL == 120)
  }

  @Test func anEmptyFileAndNullsMeanTheDefaults() {
    #expect(load("") == Configuration())
    #expect(load("lease_ttl:\nlanes:\nredact: null\n").problems.isEmpty)
  }

  @Test func flagsOutrankTheEnvironmentAndThatTheFile() {
    let read = Configuration.load(
      text: "lease_ttl: 10\nbusy_timeout: 1\nserver:\n  port: 1\n", path: "config.yaml",
      environment: ["MISSIONLOG_LEASE_TTL": "20s", "MISSIONLOG_SERVER_PORT": "2"],
      flags: ["server.port": (name: "--port", text: "3")])
    #expect((read.leaseTTL, read.busyTimeout) == (20, 1))
    #expect(read.server.port == 3)
    #expect(read.origins["server.port"] == .flag("--port"))
    #expect(read.origins["lease_ttl"] == .environment("MISSIONLOG_LEASE_TTL"))
    #expect(read.origins["busy_timeout"] == .file("config.yaml", line: 2))
    #expect(read.shown.first { $0.key == "cancel_grace" }?.origin == .standard)
  }

  @Test func aBadEnvironmentValueNamesItsVariable() {
    let read = load(nil, ["MISSIONLOG_BRIDGE_ENABLED": "perhaps"])
    #expect(
      read.problems.first?.description == "environment MISSIONLOG_BRIDGE_ENABLED: bridge_enabled: "
        + "must be true or false, not \"perhaps\"")
  }

  @Test(arguments: [
    ("heartbeat_interval: 60s\nlease_ttl: 5s\n", 1), ("lease_ttl: 5s\nheartbeat_interval: 5s\n", 2),
    ("cancel_grace: soon\nheartbeat_interval: 2m\nlease_tll: 9\n", 2),
  ])
  func aHeartbeatThatNoLeaseOutlastsIsNamedByItsLine(text: String, line: Int) throws {
    let read = load(text)
    let problem = try #require(read.problems.first { $0.key == "heartbeat_interval" })
    #expect(
      problem.description.hasPrefix(
        "config.yaml:\(line): heartbeat_interval: must be less than lease_ttl"))
    #expect(read.heartbeatSeconds == read.leaseTTL / 3)
    let places = read.problems.map(\.origin.description)
    #expect(places == places.sorted())
  }

  @Test func heartbeatsAndTheLeaseAreHeldAgainstEachOtherWhereverTheyCameFrom() {
    let lease = load("heartbeat_interval: 60\n", ["MISSIONLOG_LEASE_TTL": "30"])
    #expect(lease.problems.map(\.origin) == [.file("config.yaml", line: 1)])
    let beat = load("lease_ttl: 30\n", ["MISSIONLOG_HEARTBEAT_INTERVAL": "60"])
    #expect(beat.problems.map(\.origin) == [.environment("MISSIONLOG_HEARTBEAT_INTERVAL")])
    #expect(load("heartbeat_interval: 60\n", ["MISSIONLOG_LEASE_TTL": "61"]).problems.isEmpty)
    #expect(load("lease_ttl: 5\nheartbeat_interval: 4\nstale_mission_seconds: 1").problems == [])
  }

  @Test(arguments: [
    ("lease_ttl: 10\nbusy_timeout: 1\nlease_ttl: 20\n", 3),
    ("cancel_grace: 1\nvps:\n  vp.x:\n    name: a\n    # name: c\n    'name' : b\n", 6),
    ("vps:\n  vp.x: {name: a,\n    name: b}\n", 2),
  ])
  func aKeyThatStandsTwiceIsNamedByItsSecondLine(text: String, line: Int) throws {
    let problem = try #require(load(text).problems.first)
    #expect(problem.origin == .file("config.yaml", line: line))
    #expect(problem.message.hasSuffix("occurs twice"))
  }

  @Test func lanesAndVPsAddToTheDefaults() {
    let read = load(
      """
      lanes:
        video: {guard: true, allow_roots: [/srv/video]}
      vps:
        vp.video.cutter: {lane: video, command: [cut, --fast], pass_env: [GPU], max_concurrent: 2}
        vp.coder.primary: {name: ADA}
      """)
    #expect(read.problems.isEmpty)
    #expect(read.lanes.map(\.name) == ["coder", "runtime", "video", "vp"])
    #expect(read.settings(ofVP: "vp.video.cutter").lane == "video")
    #expect(read.settings(ofVP: "vp.video.cutter").command == ["cut", "--fast"])
    #expect(read.settings(ofVP: "vp.coder.primary").name == "ADA")
    #expect(read.settings(ofVP: "vp.coder.primary").lane == "coder")
    #expect(read.settings(ofVP: "vp.coder.second").lane == "coder")
    #expect(read.settings(ofVP: "vp.anything").lane == "vp")
  }

  @Test func aTokenWantsAScopeAndItsFile() {
    func told(_ token: String) -> [String] {
      load("server: {tokens: {ci: \(token)}}").problems.map(\.key)
    }
    #expect(told("{scopes: [], token_file: f}") == ["server.tokens.ci.scopes"])
    #expect(told("{scopes: [write], token_file: f}") == ["server.tokens.ci.scopes"])
    #expect(told("{scopes: [read]}") == ["server.tokens.ci"])
    #expect(told("{token_file: f}") == [])
  }

  @Test func twoLanesNeverShareALedger() {
    let read = load("lanes:\n  other: {ledger: vp_state.db}\n")
    #expect(read.problems.count == 1)
    #expect(read.lanes.count == 3)
  }

  @Test func aPassedVariableThatCanHaveNoValueIsNamedByItsOwnLine() {
    let read = load("vps:\n  vp.x:\n    pass_env:\n      - GPU\n      - A=B\n      - ''\n")
    #expect(
      read.problems.map(\.description) == [
        "config.yaml:5: vps.vp.x.pass_env: \"A=B\" is not the name of an environment variable",
        "config.yaml:6: vps.vp.x.pass_env: \"\" is not the name of an environment variable",
      ])
    #expect(read.settings(ofVP: "vp.x").passEnvironment.isEmpty)
    #expect(load("vps: {vp.x: {pass_env: [\"A\\0\"]}}").problems.count == 1)
  }

  @Test(arguments: [
    ("lease_seconds", "lease_ttl"), ("LEASE_TTL", "lease_ttl"), ("drain", "drain_timeout"),
    ("no_progress", "no_progress_timeout"), ("heartbeat", "heartbeat_interval"),
  ])
  func aKeyThatBeginsLikeAnotherIsNamedWithThatOne(given: String, meant: String) {
    #expect(load("\(given): 5\n").problems.map(\.nearest) == [meant])
    #expect(load("la: 5\n").problems.map(\.nearest) == [nil])
  }

  @Test(arguments: [
    "vp_state.db", "./vp_state.db-wal", "runtime_state.db.lock",
    "vp_state.db.compact.lock", "vp_state.db.rebuild.lock", "token", "config.yaml",
    "ledgers.txt", "targets.lock",
  ])
  func rootsAreKeptInNoFileOfTheHomesOwn(name: String) throws {
    let home = try TemporaryHome()
    try FileSystem.makePrivateDirectory(home.home.path)
    let config = home.home.path + "/config.yaml"
    try Data("root_file: \(name)\n".utf8).write(to: URL(filePath: config))
    let read = home.home.configuration()
    #expect(read.rootFile == nil && read.problems.map(\.key) == ["root_file"])
    try FileManager.default.createSymbolicLink(
      atPath: home.home.path + "/linked", withDestinationPath: name)
    try Data("root_file: linked\n".utf8).write(to: URL(filePath: config))
    #expect(home.home.configuration().problems.map(\.key) == ["root_file"])
    for harmless in ["roots.txt", "token-roots.txt", "vp_state.db.roots"] {
      try Data("root_file: \(harmless)\n".utf8).write(to: URL(filePath: config))
      #expect(home.home.configuration().problems.isEmpty, "\(harmless)")
    }
  }

  @Test func aVariableThatMeansNothingIsNamedWithTheOneThatWasMeant() {
    let known = Configuration.settings.map(\.environmentName) + ["MISSIONLOG_HOME", "MISSION"]
    let mistyped = ["MISSIONLOG_LEASE_TLL", "MISSIONLOG_VPS_VP_X_COMMAND"]
    let read = load(nil, Dictionary(uniqueKeysWithValues: (known + mistyped).map { ($0, "1") }))
    #expect(read.unknownVariables.map(\.name) == mistyped)
    #expect(read.unknownVariables.map(\.nearest) == ["MISSIONLOG_LEASE_TTL", nil])
  }

  @Test func aPatternThatIsNoneIsNamedByItsOwnLine() {
    let read = load("redact:\n  - ok.*\n  - \"(unclosed\"\n  - \"[a\"\n")
    #expect(
      read.problems.map(\.description) == [
        "config.yaml:3: redact: \"(unclosed\" is not a regular expression",
        "config.yaml:4: redact: \"[a\" is not a regular expression",
      ])
    #expect(read.redact == Redactor.standardPatterns)
    #expect(load("redact: [a+, '^b$']").redact == ["a+", "^b$"])
    #expect(load(nil, ["MISSIONLOG_REDACT": "("]).problems.count == 1)
  }

  @Test func aPatternThatTheEmptyTextMatchesIsRefused() {
    let read = load("redact:\n  - a+\n  - a*\n  - \"\"\n")
    #expect(
      read.problems.map(\.description) == [
        "config.yaml:3: redact: \"a*\" matches an empty text",
        "config.yaml:4: redact: \"\" matches an empty text",
      ])
    #expect(read.redact == Redactor.standardPatterns)
    #expect(load(nil, ["MISSIONLOG_REDACT": "a+\nb?"]).problems.count == 1)
  }

  @Test(arguments: [
    ("zz-[a-z]{5,}", ["zz-[a-z]{5,}"]), ("a+\n[b]{2,3}", ["a+", "[b]{2,3}"]),
    (#"["x{1,2}","y"]"#, ["x{1,2}", "y"]), ("[]", []),
  ])
  func patternsOfTheEnvironmentStayWhole(text: String, patterns: [String]) {
    let read = load(nil, ["MISSIONLOG_REDACT": text])
    #expect(read.problems.isEmpty && read.redact == patterns)
  }

  @Test func anEmptyVariableTurnsNoRedactionOff() {
    let read = load(nil, ["MISSIONLOG_REDACT": ""])
    #expect(read.problems.count == 1 && read.redact == Redactor.standardPatterns)
  }

  @Test func aMistakeWithinASectionSaysWhere() {
    let read = load("lanes:\n  video: {gaurd: true}\nserver:\n  prot: 3\n")
    #expect(
      read.problems.map(\.description) == [
        "config.yaml:2: unknown key \"gaurd\" in lanes.video; did you mean \"guard\"?",
        "config.yaml:4: unknown key \"prot\" in server; did you mean \"port\"?",
      ])
    #expect(
      load("lanes: {a b: {}}").problems.map(\.description) == [
        "config.yaml:1: lanes.a b: a lane's name may have only letters, digits, - and _"
      ])
  }

  @Test(arguments: ["../x.db", "vp_state.db-wal", "a.lock", ".hidden", "config.yaml", "a b"])
  func aLedgerIsAFileThatNothingElseMakes(name: String) {
    #expect(load("lanes: {x: {ledger: '\(name)'}}").problems.map(\.key) == ["lanes.x.ledger"])
  }

  @Test func boundsAreSaidInPlainNumbers() {
    #expect(
      load("cancel_grace: soon").problems.first?.message.contains("of 0 to 86400 seconds") == true)
  }
}
