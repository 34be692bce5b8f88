import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@Suite(.timeLimit(.minutes(2))) struct ArtifactRouteTests {
  /// A server with a mission whose workspace holds a file, and a secret beside the workspace.
  private struct Desk {
    let bench: ServerBench
    let id: String
    let workspace: String

    static func set() async throws -> Desk {
      let bench = try await ServerBench.start()
      let id = try await bench.dispatch()
      let workspace = bench.home.folder.file("workspace")
      try FileManager.default.createDirectory(
        atPath: workspace + "/sub", withIntermediateDirectories: true)
      try Data("0123456789".utf8).write(to: URL(filePath: workspace + "/digits.txt"))
      try Data("<script>".utf8).write(to: URL(filePath: workspace + "/sub/page.html"))
      try Data("top secret".utf8).write(to: URL(filePath: bench.home.folder.file("secret.txt")))
      let mission = try #require(MissionID(id))
      let claim = ClaimRequest(
        vp: .general, worker: .first, process: WorkerProcess(host: HostIdentity.system.hostName))
      let claimed = try #require(try await bench.fleet.claim(claim, .tester))
      let token = FencingToken(worker: .first, attempt: claimed.state.attempt)
      _ = try await bench.fleet.report(
        .started(workspace: workspace), on: mission, as: token, .tester)
      return Desk(bench: bench, id: id, workspace: workspace)
    }

    func get(_ path: String, _ lines: [String] = []) async throws -> RawAnswer {
      try await bench.ask("GET", "/api/v1/missions/\(id)/artifacts/\(path)", lines)
    }
  }

  @Test func aFileIsGivenWholeAndInParts() async throws {
    let desk = try await Desk.set()
    #expect(try await desk.get("digits.txt").body == "0123456789")
    for (range, status, body) in [
      ("bytes=2-4", 206, "234"), ("bytes=7-", 206, "789"), ("bytes=-2", 206, "89"),
      ("bytes=0-99", 206, "0123456789"), ("bytes=4-2", 200, "0123456789"),
      ("bytes=0-1,3-4", 200, "0123456789"), ("lines=1-2", 200, "0123456789"),
      ("bytes=8-99999999999999999999", 206, "89"),
    ] {
      let answer = try await desk.get("digits.txt", ["Range: \(range)"])
      #expect(answer.status == status, "\(range)")
      #expect(answer.body == body, "\(range)")
    }
    for range in ["bytes=10-", "bytes=99999999999999999999-"] {
      #expect(try await desk.get("digits.txt", ["Range: \(range)"]).status == 416)
    }
  }

  @Test(arguments: ["Range: bytes=2-4", "If-Range: \"a\""])
  func aPartIsAskedForOnce(line: String) async throws {
    let desk = try await Desk.set()
    let answer = try await desk.get("digits.txt", [line, line])
    #expect(answer.status == 400 && answer.code == "validation_error")
  }

  @Test(arguments: ["bytes=2-4", "bytes=99-"]) func aHeadIsOfTheWholeFile(range: String)
    async throws
  {
    let desk = try await Desk.set()
    let path = "/api/v1/missions/\(desk.id)/artifacts/digits.txt"
    let answer = try await desk.bench.ask("HEAD", path, ["Range: \(range)"])
    #expect(answer.status == 200 && answer.field("Content-Length") == "10", "\(answer.head)")
    #expect(answer.field("Content-Range") == nil && answer.body.isEmpty)
  }

  @Test func aFileIsGivenAsOfNoMomentBeforeItsWorkspaceWasKnown() async throws {
    let desk = try await Desk.set()
    let list = "/api/v1/missions/\(desk.id)/artifacts"
    let head = try #require(try await desk.bench.fleet.heads()["vp"])
    for (moment, code) in [("vp:1", "artifact_workspace_missing"), ("vp:\(head)", nil)] {
      let listed = try await desk.bench.ask("GET", "\(list)?as_of=\(moment)")
      #expect(listed.code == code, "\(moment)")
      let file = try await desk.get("digits.txt?as_of=\(moment)")
      #expect(file.code == code, "\(moment)")
      #expect(code != nil || file.body == "0123456789")
    }
  }

  @Test func aFileThatTheClientHasIsNotGivenAgain() async throws {
    let desk = try await Desk.set()
    let tag = try #require(try await desk.get("digits.txt").field("ETag"))
    for value in [tag, "W/\(tag)", "\"x\" , \(tag)", "*"] {
      let answer = try await desk.get("digits.txt", ["If-None-Match: \(value)"])
      #expect(answer.status == 304 && answer.body.isEmpty, "\(value)")
      #expect(answer.field("ETag") == tag && answer.field("Content-Length") == nil)
    }
    #expect(try await desk.get("digits.txt", ["If-None-Match: \"x\""]).status == 200)
  }

  @Test func aFileIsGivenOnlyIfItIsTheOneThatIsWanted() async throws {
    let desk = try await Desk.set()
    let tag = try #require(try await desk.get("digits.txt").field("ETag"))
    for value in [tag, "\"x\", \(tag)", "*"] {
      #expect(try await desk.get("digits.txt", ["If-Match: \(value)"]).status == 200, "\(value)")
    }
    for value in ["\"x\"", "W/\(tag)", "x"] {
      let answer = try await desk.get(
        "digits.txt", ["If-Match: \(value)", "If-None-Match: \(tag)"])
      #expect(answer.status == 412 && answer.code == "validation_error", "\(value)")
    }
  }

  @Test func aPageIsNeverShownAsOne() async throws {
    let desk = try await Desk.set()
    let answer = try await desk.get("sub/page.html")
    #expect(answer.field("Content-Type") == "application/octet-stream")
    #expect(answer.field("Content-Disposition") == "attachment")
    #expect(answer.field("X-Content-Type-Options") == "nosniff")
    #expect(answer.field("Content-Security-Policy")?.contains("sandbox") == true)
  }

  @Test func noPathLeadsOutOfTheWorkspace() async throws {
    let desk = try await Desk.set()
    try FileManager.default.createSymbolicLink(
      atPath: desk.workspace + "/link", withDestinationPath: desk.bench.home.folder.path)
    let ups = (1...8).map { String(repeating: "../", count: $0) }
    var paths = ups.flatMap { up in
      ["secret.txt", "etc/passwd", "workspace/../secret.txt"].map { up + $0 }
    }
    paths += paths.map { "sub/../" + $0 } + paths.map { "./" + $0 }
    paths += ["/etc/passwd", "//etc/passwd", "link/secret.txt", "sub/../../secret.txt"]
    let forms: [(String) -> String] = [
      { $0 }, { $0.replacing("..", with: "%2e%2e") }, { $0.replacing("/", with: "%2F") },
    ]
    let hostile = paths.flatMap { path in forms.map { $0(path) } }
    #expect(hostile.count > 200)
    for path in hostile {
      let answer = try await desk.get(path)
      #expect(answer.status >= 400 && answer.status < 500, "\(path)")
      #expect(!answer.body.contains("top secret") && !answer.body.contains("root:"), "\(path)")
    }
    for path in ["digits.txt%00", "%00", "..%00/secret.txt", "%ff%fe"] {
      #expect(try await desk.get(path).status == 400, "\(path)")
    }
    for path in ["sub", "sub/", ".", "nothing.txt"] {
      #expect([404, 500].contains(try await desk.get(path).status), "\(path)")
    }
  }

  @Test func aLinkSwappedMeanwhileNeverShowsTheSecret() async throws {
    let desk = try await Desk.set()
    let path = desk.workspace + "/swapped.txt"
    let swapping = Task.detached {
      while !Task.isCancelled {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.createSymbolicLink(
          atPath: path, withDestinationPath: desk.bench.home.folder.file("secret.txt"))
        try? FileManager.default.removeItem(atPath: path)
        try? Data("harmless".utf8).write(to: URL(filePath: path))
        await Task.yield()
      }
    }
    for _ in 0..<100 {
      let answer = try await desk.get("swapped.txt")
      #expect(answer.body.isEmpty || answer.body == "harmless" || answer.status >= 400)
      #expect(!answer.body.contains("top secret"))
    }
    swapping.cancel()
  }

  @Test func aTokenShowsNoFolderThatIsNobodysWork() async throws {
    let home = try TemporaryHome()
    let secrets = home.folder.file("secrets")
    try FileManager.default.createDirectory(
      atPath: secrets, withIntermediateDirectories: true)
    try Data("top secret".utf8).write(to: URL(filePath: secrets + "/token"))
    let bench = try await ServerBench.start(on: home)
    for (token, status) in [("work-token", 403), ("admin-token", 200)] {
      let id = try await bench.dispatch("read \(token)")
      let claim = try await bench.ask(
        "POST", "/api/v1/vps/vp.general.primary/claim", ["Content-Type: application/json"],
        token: token, body: #"{"worker_id":"\#(token)"}"#)
      #expect(claim.status == 200)
      let end = try await bench.ask(
        "POST", "/api/v1/missions/\(id)/complete", ["Content-Type: application/json"],
        token: token,
        body:
          #"{"worker_id":"\#(token)","attempt":1,"result_ref":"workspace://\#(secrets)"}"#)
      #expect(end.status == 200)
      let file = try await bench.ask("GET", "/api/v1/missions/\(id)/artifacts/token")
      #expect(file.status == status, "\(token): \(file.body)")
    }
  }
}
