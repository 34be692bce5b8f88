import CanonicalJSON
import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

@Suite struct WorkspaceGuardTests {
  /// Links of a made-up machine: where each leads.
  private let links = [
    "/out": "/home/log", "/in": "/home/log/handoff", "/srv/loop": "/srv/loop",
    "/srv/up": "../home/log", "/srv/work/alias": "/srv/real", "/home/log/handoff/back": "..",
    "/handy": "/home/log/handoff",
  ]
  private let rule = WorkspaceGuard(
    guardsAll: true, handoffRoot: "/home/log/handoff", allowedRoots: ["/home/log/shared", "/opt"],
    blockedRoots: ["/home/log", "/etc", "/opt/secret"], userHome: "/home")

  private func request(_ constraints: String, cli: Bool = false) -> DispatchRequest {
    var request = DispatchRequest(vpID: .coder, objective: "x")
    request.constraints = JSONText(trusted: Array(constraints.utf8))
    if cli { request.executionMode = .cli }
    return request
  }

  private func code(
    _ request: DispatchRequest, by rule: WorkspaceGuard? = nil, settled: String? = nil
  ) -> MissionError.Code? {
    do throws(MissionError) {
      try (rule ?? self.rule).check(request, settled: settled) { path in
        Paths.resolved(path) { links[$0] }
      }
      return nil
    } catch {
      return error.code
    }
  }

  @Test(arguments: [
    // Below the hand-over folder, the allowed ones, and elsewhere.
    ("/home/log/handoff", nil), ("/home/log/handoff/a/b", nil), ("a/b", nil), (".", nil),
    ("/home/log/shared/x", nil), ("/opt/secret", nil), ("/srv/work", nil), ("/", nil),
    ("/home/logs", nil), ("/in/a", nil), ("~/project", nil), ("/srv/work/alias/new", nil),
    ("/out/handoff/x", nil), ("~", nil),
    // Below missionlog's home and the blocked roots.
    ("/home/log", MissionError.Code.targetPathBlocked), ("/home/log/x", .targetPathBlocked),
    ("/home/log/", .targetPathBlocked), ("//home//log/./x", .targetPathBlocked),
    ("/home/log/handoff/../x", .targetPathBlocked), ("..", .targetPathBlocked),
    ("../workspaces/m", .targetPathBlocked), ("~/log/x", .targetPathBlocked),
    ("/etc/cron.d/new", .targetPathBlocked), ("/srv/../etc", .targetPathBlocked),
    // By links, also where the end isn't there yet, and where `..` leaves a link's target.
    ("/out", .targetPathBlocked), ("/out/not/there/yet", .targetPathBlocked),
    ("/srv/up/x", .targetPathBlocked), ("/in/../x", .targetPathBlocked),
    ("back/x", .targetPathBlocked), ("/handy/back", .targetPathBlocked),
    // What can't be told.
    ("/srv/loop/x", .validationError), ("~bob/x", .validationError),
  ])
  func aPathIsJudgedByWhereItLeads(path: String, refusal: MissionError.Code?) {
    #expect(code(request(#"{"target_path":"\#(path)"}"#)) == refusal, "\(path)")
  }

  @Test(arguments: NamedPaths.names)
  func everyNameOfAPathCounts(name: String) {
    #expect(code(request(#"{"\#(name)":"/home/log/x"}"#)) == .targetPathBlocked)
    #expect(
      code(request(#"{"target_path":"/srv","\#(name)":"/home/log/x"}"#)) == .targetPathBlocked)
  }

  @Test func everyTargetOfTheListCounts() {
    #expect(code(request(#"{"targets":["/srv/a","/srv/b"]}"#)) == nil)
    #expect(code(request(#"{"targets":["/srv/a","/out/x"]}"#)) == .targetPathBlocked)
    #expect(code(request(#"{"targets":"/out/x"}"#)) == .targetPathBlocked)
    #expect(code(request(#"{"targets":[1]}"#)) == .validationError)
    #expect(code(request(#"{"targets":null,"path":null,"repo_path":""}"#)) == nil)
  }

  @Test func aPathThatIsNoTextIsNamed() {
    #expect(
      throws: MissionError.validation(
        "constraints.repo_path: an integer where a string is expected",
        field: "constraints.repo_path")
    ) { try NamedPaths(JSONText(#"{"path":"/srv","repo_path":7}"#), withTargets: false) }
  }

  @Test(arguments: [
    (#"/srv/a\u0000b"#, "constraints.path holds a control character"),
    (#"~\n"#, "constraints.path holds a control character"),
    ("~bob", "constraints.path names ~bob: only ~ and"),
  ])
  func aPathThatCanNotBeIsRefusedForWhatItHolds(path: String, message: String) throws {
    let error = try #require(throws: MissionError.self) {
      _ = try rule.target(of: request(#"{"path":"\#(path)"}"#)) { $0 }
    }
    #expect(error.code == .validationError && error.message.hasPrefix(message))
    #expect(error.details?.string == #"{"field":"constraints.path"}"#)
  }

  @Test func anUnguardedLaneGuardsTheCommandLineAlone() {
    var open = rule
    open.guardsAll = false
    let constraints = #"{"target_path":"/home/log/x","targets":[1]}"#
    #expect(code(request(constraints), by: open) == nil)
    #expect(code(request(#"{"path":"/out"}"#, cli: true), by: open) == .targetPathBlocked)
  }

  @Test func theFolderThatWasSettledIsJudgedAgain() {
    let harmless = request(#"{"target_path":"/srv/work"}"#)
    #expect(code(harmless, settled: "/srv/work") == nil)
    #expect(code(harmless, settled: "/out/work") == .targetPathBlocked)
  }

  @Test func theRefusalNamesThePathTheRootAndTheHandoffRoot() throws {
    let error = try #require(throws: MissionError.self) {
      try rule.check(request(#"{"path":"/out/x"}"#)) { path in Paths.resolved(path) { links[$0] } }
    }
    let details = try #require(error.details).string
    for text in [
      #""field":"path""#, #""path":"/out/x""#, #""resolved_path":"/home/log/x""#,
      #""root":"/home/log""#, #""handoff_root":"/home/log/handoff""#,
    ] { #expect(details.contains(text)) }
    for text in ["/out/x", "/home/log/x", "/home/log/handoff"] {
      #expect(error.message.contains(text))
    }
  }
}
