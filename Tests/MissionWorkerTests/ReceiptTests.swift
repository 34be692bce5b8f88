import CanonicalJSON
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionWorker

/// A worker's own files: never taken for work, and missed aloud.
@Suite struct ReceiptTests {
  /// A worker whose command does this, and what it told.
  private func bench(
    _ script: String, _ configure: (inout WorkerOptions) -> Void = { _ in }
  ) throws -> (WorkerBench, told: Condition<[String]>) {
    let told = Condition<[String]>([])
    let bench = try WorkerBench(script) {
      $0.receiptSeconds = 0
      $0.notice = { notice in
        if case .fileLost(_, let loss) = notice { told.change { $0.append(loss) } }
      }
      configure(&$0)
    }
    return (bench, told)
  }

  private func folder(of id: MissionID, _ bench: WorkerBench) -> String {
    "\(bench.options.workspaceRoot)/\(id)"
  }

  @Test func whatAKilledWorkerWasWritingIsNoWork() async throws {
    let (bench, _) = try bench("echo > .writing-1-1")
    let state = try await bench.end()
    #expect(state.status == .failed && state.failureMode == .zeroOutput)
  }

  @Test(arguments: [false, true])
  func whatAKilledWorkerWasWritingIsGoneWithTheNextAttempt(inTargetPath: Bool) async throws {
    let (bench, _) = try bench("echo x > x")
    let target = bench.folder.file("target")
    let id = try await bench.dispatch {
      if inTargetPath { $0.constraints = .object { $0.field("target_path", target) } }
    }
    let own = inTargetPath ? "\(target)/.missionlog/\(id)" : folder(of: id, bench)
    try FileSystem.makePrivateDirectory(own)
    try FileSystem.writeAtomically([1], to: own + "/.writing-1-1")
    try await bench.work()
    #expect(try await bench.state(of: id).outcome?.deliverables == ["x"])
    #expect(try !FileSystem.names(in: own).contains(".writing-1-1"))
  }

  @Test(arguments: ["mission_receipt.json", "sync_ready.json"])
  func aReceiptThatCannotBeWrittenIsSaid(name: String) async throws {
    let (bench, told) = try bench("echo done; mkdir \(name)")
    let state = try await bench.end()
    let outcome = try #require(state.outcome)
    let hasReceipt = name != "mission_receipt.json"
    #expect(state.status == .completed)
    #expect(outcome.receiptPath == (hasReceipt ? "mission_receipt.json" : nil))
    #expect(outcome.markerPath == nil)
    let said = told.withLock { $0 }
    #expect(said.count == 1 && said.first?.hasPrefix("\(name) could not be written") == true)
    #expect(outcome.message == "done\nmissionlog: \(said.first ?? "")")
    let names = try FileSystem.names(in: folder(of: state.facts.missionID, bench))
    #expect(names.contains("mission_receipt.json"))
    #expect(!names.contains { $0.hasPrefix(".writing") })
  }

  @Test func aReceiptThatCannotBeWrittenIsTriedAgain() async throws {
    let (bench, told) = try bench("mkdir mission_receipt.json; echo done") {
      $0.receiptSeconds = 60
    }
    let id = try await bench.dispatch()
    async let work = bench.work()
    let marker = folder(of: id, bench) + "/mission_receipt.json"
    #expect(try await eventually { (try? FileSystem.info(marker)) != nil })
    try FileSystem.removeEmptyFolder(marker)
    #expect(try await work.completed == 1)
    let outcome = try #require(try await bench.state(of: id).outcome)
    #expect(outcome.receiptPath == "mission_receipt.json" && outcome.markerPath != nil)
    #expect(outcome.message == "done" && told.withLock(\.isEmpty))
  }

  @Test func anOutputThatTheLogHasNoRoomForIsKnown() throws {
    let full = try OutputRecorder(logPath: "/dev/full", refuse: { _ in }) { _ in }
    full.receive(.output, [0x61])
    full.receive(.output, [0x62])
    #expect(full.loss?.isNoSpace == true && full.tail == "ab")
    let folder = try TemporaryFolder()
    let whole = try OutputRecorder(logPath: folder.file("log"), refuse: { _ in }) { _ in }
    whole.receive(.output, [0x61])
    #expect(whole.loss == nil)
  }
}
