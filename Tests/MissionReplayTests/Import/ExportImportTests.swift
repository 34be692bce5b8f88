import EventLog
import EventProjections
import MissionControl
import MissionTesting
import Platform
import Testing

@testable import MissionModel
@testable import MissionReplay

@Suite struct ExportImportTests {
  private let source: TemporaryHome
  private let fleet: Fleet
  private let target: TemporaryHome
  private let other: Fleet
  private let path: String

  init() throws {
    source = try TemporaryHome()
    fleet = source.fleet()
    target = try TemporaryHome()
    other = target.fleet()
    path = target.folder.file("all.jsonl")
  }

  @discardableResult
  private func work(_ objective: String, in fleet: Fleet, session: String? = "s1") async throws
    -> MissionID
  {
    var request = DispatchRequest(vpID: .general, objective: objective)
    request.sourceSessionID = session
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    let claim = ClaimRequest(vp: .general, worker: .first)
    let mission = try #require(try await fleet.claim(claim, .worker("w1")))
    let token = FencingToken(worker: .first, attempt: mission.state.attempt)
    _ = try await fleet.report(
      .completed(MissionOutcome(resultRef: "workspace:///w", message: "done")), on: id, as: token,
      .worker("w1"))
    return id
  }

  private func export(_ name: String? = nil, of mission: MissionID? = nil) async throws {
    var bytes: [UInt8] = []
    let stream = mission.map { Array(#""stream":"\#($0.stream.string)""#.utf8) } ?? []
    for log in try await fleet.logs(name).logs {
      try await LedgerExport(log.log).lines { line in
        if stream.isEmpty || line.contains(stream) { bytes += line + [0x0A] }
        return true
      }
    }
    try FileSystem.writeAtomically(bytes, to: path)
  }

  @discardableResult
  private func run(_ rehearsal: Bool = false) async throws -> ImportReport {
    try await FleetImport(other, .tester).run(path, name: "all.jsonl", isRehearsal: rehearsal)
  }

  private func log(_ fleet: Fleet, _ name: String = "vp") async throws -> EventLog {
    try await fleet.log(name).log
  }

  @Test func aWholeExportRestoresEveryLogToTheSameRoot() async throws {
    let id = try await work("one", in: fleet)
    let bridge = Bridge(fleet)
    try await BlockingPool(name: "bridge", threads: 1).run { while try bridge.step().hasMore {} }
    try await export()
    let root = try await log(fleet).root()
    let runtime = try await log(fleet, "runtime").root()
    let report = try await run()
    #expect(report.restored["vp"] == root.size)
    #expect(try await log(other).root(at: root.size) == root)
    #expect(try await log(other, "runtime").root(at: runtime.size) == runtime)
    #expect(try await other.get(id, GetRequest()).mission.state.status == .completed)
    let last = try await log(other).read { try $0.event(at: $0.head) }
    #expect(last?.type == "log.imported")
    #expect(last?.actor == "import:all.jsonl")
    let carrier = Bridge(other)
    let steps = try await BlockingPool(name: "bridge", threads: 1).run { try carrier.step() }
    #expect(steps.sources.allSatisfy { $0.error == nil }, "the bridge goes on where it stood")
    #expect(try await log(other).verify(.full).firstBreak == nil)
  }

  @Test func importingAgainAppendsNothingAndALongerExportGoesOn() async throws {
    try await work("one", in: fleet, session: nil)
    try await export()
    try await run()
    let head = try await log(other).read { $0.head }
    try await run()
    #expect(try await log(other).read { $0.head } == head)
  }

  @Test func whatIsNotWholeArrivesAsMissions() async throws {
    let mine = try await work("mine", in: other)
    let id = try await work("one", in: fleet)
    try await export("vp")
    let rehearsal = try await run(true)
    #expect(rehearsal.imported == 1)
    let report = try await run()
    #expect(report.restored.isEmpty)
    #expect(report.imported == 1)
    #expect(report.leftOut.contains { $0.what == "vp session" })
    let mission = try await other.get(id, GetRequest()).mission
    #expect(mission.state.status == .completed)
    #expect(mission.state.outcome?.message == "done")
    #expect(mission.state.facts.isImported)
    let original = try await fleet.get(id, GetRequest()).mission.state
    #expect(mission.state.completedAt == original.completedAt)
    #expect(mission.state.facts.dispatchedAt == original.facts.dispatchedAt)
    #expect(try await other.get(mine, GetRequest()).mission.state.status == .completed)
    let head = try await log(other).read { $0.head }
    #expect(try await run().imported == 0)
    #expect(try await log(other).read { $0.head } == head)
  }

  @Test func whatCameOfAMissionArrivesWithIt() async throws {
    try await work("mine", in: other)
    let request = DispatchRequest(vpID: .general, objective: "go")
    let failed = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    try await claimAndReport(
      failed, .progress(ProgressReport(summary: "half")), .failed(FailureReport(error: "no")))
    var retry = RetryRequest()
    retry.guidance = "otherwise"
    let child = try await fleet.retry(failed, retry, .tester).mission.state.facts.missionID
    _ = try await fleet.acknowledge(failed, .tester)
    _ = try await fleet.escalate(
      child, MissionEscalated(summary: "look", whyEscalating: "odd"), .tester)
    try await claimAndReport(child, .blocked(question: "which?"))
    _ = try await fleet.answer(child, "this", .tester)
    try await claimAndReport(child, isClaimed: true, .blocked(question: "where?", options: ["a"]))
    try await export("vp")
    try await run()
    for id in [failed, child] {
      let (here, there) = (try await state(of: id, in: other), try await state(of: id, in: fleet))
      #expect(here.retried == there.retried && here.acknowledged == there.acknowledged)
      #expect(here.escalated == there.escalated && here.progress == there.progress)
      #expect(here.question == there.question && here.questions == there.questions)
      #expect(here.lastAnswer == there.lastAnswer)
    }
    let again = try await other.retry(failed, retry, .tester)
    #expect(again.replayed && again.mission.state.facts.missionID == child)
    retry.guidance = "anew"
    await #expect(throws: MissionError.self) { try await other.retry(failed, retry, .tester) }
    let refused = await #expect(throws: MissionError.self) {
      try await other.answer(child, "there", .tester)
    }
    #expect(refused?.message.contains("its worker waits at its origin") == true)
  }

  /// A failed mission, and the one that it was retried as.
  private func retried(
    _ retry: RetryRequest
  ) async throws -> (failed: MissionID, child: MissionID) {
    try await work("mine", in: other)
    let failed = try await fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "go"), .tester
    ).mission.state.facts.missionID
    try await claimAndReport(
      failed, .progress(ProgressReport(summary: "half")), .failed(FailureReport(error: "no")))
    let child = try await fleet.retry(failed, retry, .tester).mission.state.facts.missionID
    return (failed, child)
  }

  @Test func aMissionWhoseRetryIsNotImportedCanBeRetriedHere() async throws {
    var retry = RetryRequest()
    retry.guidance = "otherwise"
    let (failed, child) = try await retried(retry)
    try await export("vp", of: failed)
    try await run()
    #expect(try await state(of: failed, in: other).retried == nil)
    let again = try await other.retry(failed, retry, .tester)
    #expect(!again.replayed && again.mission.state.facts.missionID != child)
    #expect(try await run().oddities.isEmpty)
  }

  @Test func aMissionWhoseRetryIsHereAlreadyArrivesAsRetried() async throws {
    let (failed, child) = try await retried(RetryRequest())
    for id in [child, failed, failed] {
      try await export("vp", of: id)
      #expect(try await run().oddities.isEmpty)
    }
    #expect(try await state(of: failed, in: other).retried?.newMissionID == child)
  }

  @Test func whatAnOlderImportDidNotTellIsNoChangeSince() async throws {
    let (failed, _) = try await retried(RetryRequest())
    _ = try await fleet.acknowledge(failed, .tester)
    let events = try await log(fleet).read { try $0.events(of: failed.stream) }
    let mission = try #require(LegacyMission(exported: events) { _ in true })
    var older = mission.imported
    (older.progress, older.retried, older.acknowledged) = (nil, nil, false)
    #expect(older.payload != mission.imported.payload)
    let earlier = LegacyMission(imported: older, kept: mission.kept, oddities: [])
    let target = try other.writableLogBlocking(named: "vp")
    _ = try Intake(
      actor: ImportActor.name(of: "all.jsonl"), requestID: nil, redactor: Redactor([])
    ).take([earlier], into: target)
    let head = try await log(other).read { $0.head }
    try await export("vp", of: failed)
    let report = try await run()
    #expect(report.already == 1 && report.oddities.isEmpty)
    #expect(try await log(other).read { $0.head } == head)
    _ = try await fleet.escalate(
      failed, MissionEscalated(summary: "look", whyEscalating: "odd"), .tester)
    try await export("vp", of: failed)
    #expect(try await run().oddities.map(\.kind) == [.changedSinceImport])
  }

  private func state(of id: MissionID, in fleet: Fleet) async throws -> MissionState {
    try await fleet.get(id, GetRequest()).mission.state
  }

  private func claimAndReport(
    _ id: MissionID, isClaimed: Bool = false, _ reports: WorkerReport...
  ) async throws {
    if !isClaimed {
      _ = try await fleet.claim(ClaimRequest(vp: .general, worker: .first), .worker("w1"))
    }
    let token = FencingToken(worker: .first, attempt: 1)
    for report in reports { _ = try await fleet.report(report, on: id, as: token, .worker("w1")) }
  }

  @Test func whatIsTooLargeBesideTheRestIsLeftToItsEvents() async throws {
    try await work("mine", in: other)
    let long = String(repeating: "x", count: 400_000)
    let id = try await fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "go"), .tester
    ).mission.state.facts.missionID
    try await claimAndReport(
      id, .progress(ProgressReport(summary: long)), .blocked(question: long))
    _ = try await fleet.answer(id, long, .tester)
    try await claimAndReport(id, isClaimed: true, .blocked(question: long))
    try await export("vp")
    let report = try await run()
    #expect(report.oddities.map(\.kind) == [.tooLarge])
    let state = try await state(of: id, in: other)
    #expect(state.question?.question == long && state.progress == nil)
  }

  @Test func linesInAnyOrderGiveTheSameMission() async throws {
    let id = try await work("one", in: fleet)
    try await export("vp")
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self)
    let lines = text.split(separator: "\n").reversed().joined(separator: "\n")
    try FileSystem.writeAtomically(Array(lines.utf8), to: path)
    let report = try await run()
    #expect(report.imported == 1 && report.oddities.isEmpty)
    #expect(try await other.get(id, GetRequest()).mission.state.status == .completed)
  }

  @Test func aLineThatIsMissingIsTold() async throws {
    try await work("one", in: fleet)
    try await export("vp")
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self)
    let lines = text.split(separator: "\n").filter { !$0.contains(#""vp.mission.claimed""#) }
    try FileSystem.writeAtomically(Array(lines.joined(separator: "\n").utf8), to: path)
    let oddity = try #require(try await run().oddities.first { $0.kind == .missingEvents })
    #expect(oddity.count == 1)
  }

  @Test func aChangedLineIsRefusedAndNothingIsWritten() async throws {
    try await work("one", in: fleet)
    try await export("vp")
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self)
    let changed = text.replacing(#""objective":"one""#, with: #""objective":"two""#)
    #expect(changed != text)
    try FileSystem.writeAtomically(Array(changed.utf8), to: path)
    await #expect(throws: MissionError.self) { try await run() }
    #expect(try FileSystem.names(in: target.folder.path) == ["all.jsonl"])
  }
}
