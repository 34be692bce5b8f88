import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// Commands that leave files whose names are told apart by their bytes alone, or are none that can
/// be told.
@Suite(.timeLimit(.minutes(2))) struct FileNameTests {
  private static let composed = "\u{E9}.txt"
  private static let decomposed = "e\u{301}.txt"

  @Test(arguments: [(composed, decomposed), (decomposed, composed)])
  func aFileIsNewBesideOneThatUnicodeTakesItFor(old: String, new: String) async throws {
    let bench = try WorkerBench("printf x > \(new)")
    let target = bench.folder.file("target")
    try FileSystem.makePrivateDirectory(target)
    try FileSystem.writeAtomically(Array("old".utf8), to: target + "/" + old)
    let state = try await bench.end {
      $0.constraints = .object { $0.field("target_path", target) }
    }
    #expect(state.status == .completed)
    #expect(state.outcome?.deliverables.map { ExactText($0) } == [ExactText(new)])
  }

  @Test func filesThatUnicodeTakesForOneAreBothRecorded() async throws {
    let declared =
      #"{"missionlog": "artifact", "path": "\#(Self.composed)", "role": "supporting"}"#
    let bench = try WorkerBench(
      "printf x > \(Self.composed); printf x > \(Self.decomposed); echo '\(declared)'")
    let state = try await bench.end()
    #expect(
      state.outcome?.deliverables.map { ExactText($0) } == [ExactText(Self.decomposed)])
    let receipt = try bench.file("mission_receipt.json", of: state.facts.missionID)
    let places = [Self.decomposed, Self.composed].map { name in
      receipt.unicodeScalars.ranges(of: name.unicodeScalars).map(\.lowerBound)
    }
    #expect(places.map(\.count) == [1, 1])
    #expect(places.compactMap(\.first).sorted() == places.compactMap(\.first))
  }

  @Test func aFileThatCanNotBeNamedIsWorkAllTheSame() async throws {
    let bench = try WorkerBench(#"printf x > "$(printf 'report-\351.txt')""#) {
      $0.process = WorkerProcess(host: HostIdentity.system.hostName)
    }
    let state = try await bench.end()
    #expect(state.status == .completed)
    let result = try await bench.fleet.artifacts(of: state.facts.missionID)
    #expect((result.filesIndexed, result.filesTotal, result.filesSkipped) == (0, 1, 1))
    #expect(result.warnings.map(\.kind) == [.artifactsUnlisted])
  }

  @Test func aFileThatCanNotBeNamedIsNoWorkOfWhoFoundIt() async throws {
    let bench = try WorkerBench(
      #"grep -q leave "$MISSIONLOG_OBJECTIVE_FILE" || exit 0; printf x > "$(printf 'r\351')""#)
    let target = bench.folder.file("target")
    func end(_ objective: String) async throws -> MissionState {
      try await bench.end {
        $0.objective = objective
        $0.constraints = .object { $0.field("target_path", target) }
      }
    }
    #expect(try await end("leave a file").status == .completed)
    #expect(try await end("do nothing").failureMode == .zeroOutput)
  }
}
