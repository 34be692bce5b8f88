import CanonicalJSON
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Testing

@Suite struct GuardedDispatchTests {
  private func constraints(_ path: String) -> JSONText {
    JSONText.object { $0.field("target_path", path) }
  }

  @Test func aBlockedPathLeavesNoMission() async throws {
    let bench = try Bench()
    try await bench.dispatch(to: .coder)
    let heads = try await bench.heads()
    let link = bench.home.folder.file("link")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: bench.home.home.path)
    for path in [bench.home.home.path, link + "/new", "../x"] {
      #expect(
        await refusal {
          try await bench.dispatch(to: .coder) { $0.constraints = constraints(path) }
        }
          == .targetPathBlocked)
    }
    #expect(try await bench.heads() == heads)
    // The other lane has no guard, but whatever runs a command line is guarded everywhere.
    try await bench.dispatch { $0.constraints = constraints(link) }
    #expect(
      await refusal {
        try await bench.dispatch {
          $0.constraints = constraints(link)
          $0.executionMode = .cli
        }
      } == .targetPathBlocked)
  }

  @Test func aReplayIsAnsweredWhereverItsLinksLeadByNow() async throws {
    let bench = try Bench()
    let link = bench.home.folder.file("link")
    let dispatch = {
      try await bench.dispatch(to: .coder, key: "k") { $0.constraints = constraints(link) }
    }
    let id = try await dispatch()
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: bench.home.home.path)
    #expect(try await dispatch() == id)
  }

  @Test func aRetryIsGuardedByTheLaneItGoesTo() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch { $0.constraints = constraints(bench.home.home.path) }
    _ = try await bench.fleet.cancel(id, .tester)
    let heads = try await bench.heads()
    var request = RetryRequest()
    request.vp = .coder
    let toCoder = request
    #expect(
      await refusal { _ = try await bench.fleet.retry(id, toCoder, .tester) } == .targetPathBlocked)
    #expect(try await bench.heads() == heads)
    _ = try await bench.fleet.retry(id, RetryRequest(), .tester)
  }

  @Test func aLanesOwnRootsCount() async throws {
    let folder = try TemporaryFolder()
    let bench = try Bench(
      """
      lanes:
        video: {guard: true, handoff_root: \(folder.path)/out, blocked_roots: ["\(folder.path)"],
                allow_roots: ["\(folder.path)/ok"]}
      vps: {vp.video: {lane: video}}
      """)
    let vp = try #require(VPID("vp.video"))
    for path in ["x", folder.path + "/ok/a", folder.path + "/out/b"] {
      try await bench.dispatch(to: vp) { $0.constraints = constraints(path) }
    }
    #expect(
      await refusal {
        try await bench.dispatch(to: vp) { $0.constraints = constraints(folder.path + "/c") }
      } == .targetPathBlocked)
  }
}
