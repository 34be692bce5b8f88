import MissionModel
import Testing

@testable import MissionWorker

struct WorkspaceTests {
  private static let mission = MissionID("vp-mission-1")

  private func workspace(target: String? = nil, retry: Bool = false) throws -> Workspace {
    Workspace(
      mission: try #require(Self.mission), earlier: retry ? "/root/vp-mission-0" : nil,
      target: target, workspaceRoot: "/root")
  }

  @Test func aMissionsOwnFolderHoldsItsReceiptAtTheTop() throws {
    let workspace = try workspace()
    #expect(workspace.resultRef == "workspace:///root/vp-mission-1")
    #expect(workspace.receiptPath == "mission_receipt.json")
    #expect(workspace.markerPath == "sync_ready.json")
  }

  @Test func aFolderThatOthersKnowHoldsItBelowAFolderOfTheMission() throws {
    let target = try workspace(target: "/srv/here")
    #expect(target.resultRef == "workspace:///srv/here")
    #expect(target.receiptPath == ".missionlog/vp-mission-1/mission_receipt.json")
    let retry = try workspace(retry: true)
    #expect(retry.resultRef == "workspace:///root/vp-mission-0")
    #expect(retry.logPath == ".missionlog/vp-mission-1/output.log")
  }

  @Test(arguments: [
    ("a.txt", "a.txt"), ("./a/../b//c", "b/c"), ("/root/vp-mission-1/a", "a"),
    ("../a", nil), ("/etc/passwd", nil), ("", nil), (".", nil), ("a/../../b", nil),
    ("/root/vp-mission-10/a", nil),
  ])
  func pathsStayBelowTheRoot(path: String, expected: String?) throws {
    #expect(try workspace().relative(path) == expected)
  }
}
