import CanonicalJSON
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import EventLog

@Suite struct DeclaredContentTests {
  private let bench: Bench
  private let report = ArtifactReport(path: "report.md")

  init() throws {
    bench = try Bench()
    let folder = bench.home.folder.file("w")
    try FileSystem.makePrivateDirectory(folder)
    try FileSystem.writeAtomically(Array("hello".utf8), to: folder + "/report.md")
  }

  /// A mission that was started in the folder that holds the report.
  private func started() async throws -> (id: MissionID, token: FencingToken) {
    let (id, token) = try await bench.running()
    try await bench.report(.started(workspace: bench.home.folder.file("w")), id, token)
    return (id, token)
  }

  @Test func aDeclaredFileIsLookedAtWhateverItsMissionsHistoryHolds() async throws {
    let (id, token) = try await started()
    try await bench.fleet.writableLog(named: "vp").write { transaction in
      _ = try transaction.append(
        NewEvent(
          type: MissionEventType.artifact.rawValue, payload: JSONText(trusted: Array("{}".utf8)),
          actor: "tester"), to: id.stream)
    }
    let content = await bench.fleet.content(of: report, from: id, as: token, .tester)
    #expect(content?.bytes == 5 && content?.sha256?.count == 64)
  }

  @Test func nothingIsLookedAtForAWordThatTheMissionRefuses() async throws {
    let (id, token) = try await started()
    func isLookedAt(_ path: String, by token: FencingToken) async -> Bool {
      await bench.fleet.content(of: ArtifactReport(path: path), from: id, as: token, .tester) != nil
    }
    #expect(await isLookedAt("report.md", by: token))
    #expect(await !isLookedAt("x/../report.md", by: token))
    for stranger in [
      FencingToken(worker: .named("w2"), attempt: 1), FencingToken(worker: .first, attempt: 2),
    ] {
      #expect(await !isLookedAt("report.md", by: stranger))
    }
    try await bench.report(.blocked(question: "which?"), id, token)
    #expect(await !isLookedAt("report.md", by: token))
    try await bench.report(.completed(MissionOutcome()), id, token)
    #expect(await !isLookedAt("report.md", by: token))
  }

  @Test(arguments: [(["admin"], false), (["admin", "w"], true)] as [(Set<String>, Bool)])
  func byTheWordOfATokenAFileIsLookedAtOnlyWhereWorkLies(
    trusted: Set<String>, isLookedAt: Bool
  ) async throws {
    let (id, token) = try await started()
    var call = CallContext(actor: TokenActor.name(of: "w"))
    call.trustedTokens = trusted
    let content = await bench.fleet.content(of: report, from: id, as: token, call)
    #expect((content != nil) == isLookedAt)
  }

  @Test func aFileThatGrewBeforeTheFinishIsNotSaidToHaveChangedSinceThen() async throws {
    let (id, token) = try await started()
    let content = await bench.fleet.content(of: report, from: id, as: token, .tester)
    var declared = report
    (declared.bytes, declared.sha256) = (content?.bytes, content?.sha256)
    try await bench.report(.artifact(declared), id, token)
    try FileSystem.writeAtomically(
      Array("hello again".utf8), to: bench.home.folder.file("w") + "/report.md")
    func changes() async throws -> [Bool?] {
      try await bench.fleet.artifacts(of: id).artifacts.map(\.changedSinceFinish)
    }
    #expect(try await changes() == [nil])
    try await bench.report(.completed(MissionOutcome()), id, token)
    #expect(try await changes() == [nil])
  }
}
