import CanonicalJSON
import EventLog
import EventProjections
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

/// A home that goes on from an export of all ledgers of another, its feeds and the bridge with it.
@Suite struct RestoredHomeTests {
  private let source: TemporaryHome
  private let fleet: Fleet
  private let target: TemporaryHome
  private let other: Fleet
  private let path: String

  init() async throws {
    source = try TemporaryHome()
    fleet = source.fleet()
    target = try TemporaryHome()
    other = target.fleet()
    path = target.folder.file("all.jsonl")
    for vp in [VPID.general, .coder, .general] { try await dispatch(vp) }
    try await carry(in: fleet)
  }

  @discardableResult
  private func dispatch(_ vp: VPID, _ objective: String = "go") async throws -> MissionID {
    var request = DispatchRequest(vpID: vp, objective: objective)
    request.sourceSessionID = "s1"
    return try await fleet.dispatch(request, .tester).mission.state.facts.missionID
  }

  @discardableResult
  private func carry(in fleet: Fleet) async throws -> BridgeStep {
    try await Bridge(fleet).catchUp()
  }

  private func export(_ ledger: String? = nil) async throws {
    var bytes: [UInt8] = []
    for log in try await fleet.logs(ledger).logs {
      try await LedgerExport(log.log).lines { line in
        bytes += line + [0x0A]
        return true
      }
    }
    try FileSystem.writeAtomically(bytes, to: path)
  }

  /// A mission that was cancelled in the first home, and named as retried in another lane.
  private func retried() async throws -> (id: MissionID, child: MissionID) {
    let id = try await dispatch(.general)
    _ = try await fleet.cancel(id, .tester)
    var request = RetryRequest()
    request.vp = .coder
    return (id, try await fleet.retry(id, request, .tester).mission.state.facts.missionID)
  }

  @Test func aRetryThatWasLeftWhereItCameFromIsNotCalledInterrupted() async throws {
    let (id, child) = try await retried()
    try await export("vp")
    #expect(try await run().restored["vp"] ?? 0 > 0)
    #expect(try await !other.get(id).mission.isRetryInterrupted)
    let missing = await #expect(throws: MissionError.self) { _ = try await other.get(child) }
    #expect(missing?.code == .notFound && missing?.message.contains("interrupted") == false)
    let refused = await #expect(throws: MissionError.self) {
      _ = try await other.retry(id, RetryRequest(), .tester)
    }
    #expect(refused?.code == .idempotencyConflict)
    #expect(refused?.message.contains("interrupted") == false)
  }

  @Test func aRetryThatWasCutOffHereIsCalledInterruptedAfterAnImport() async throws {
    let id = try await dispatch(.general)
    _ = try await fleet.cancel(id, .tester)
    try await export("vp")
    try await run()
    let named = MissionID.generated(now: other.now, random: [1, 2, 3])
    let event = MissionEvent.retried(
      MissionRetried(newMissionID: named, vpID: .coder, guidance: nil, freshWorkspace: false))
    try await other.writableLog(named: "vp").write { transaction in
      _ = try transaction.append(
        NewEvent(type: event.type, payload: event.payload, actor: "orchestrator:tester"),
        to: id.stream)
    }
    #expect(try await other.get(id).mission.isRetryInterrupted)
    let missing = await #expect(throws: MissionError.self) { _ = try await other.get(named) }
    #expect(missing?.message.contains("interrupted") == true)
  }

  @discardableResult
  private func run(
    rehearsal: Bool = false, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> ImportReport {
    try await FleetImport(other, .tester).run(
      path, name: "all.jsonl", isRehearsal: rehearsal, progress: progress)
  }

  private func roots(of fleet: Fleet) async throws -> [LogRoot] {
    try await fleet.logs().logs.asyncMap { try await $0.log.root() }
  }

  private func heads() async throws -> [Int64] { try await roots(of: other).map(\.size) }

  @Test func aBridgeThatRunsMeanwhileTakesNothingFromIt() async throws {
    try await export()
    let bridge = Bridge(target.fleet())
    let report = try await run { _, _ in _ = try? bridge.step() }
    #expect(report.leftOut.isEmpty)
    for root in try await roots(of: fleet) {
      #expect(try await other.log(root.ledger).log.root(at: root.size) == root)
    }
    let step = try await carry(in: other)
    #expect(step.sources.allSatisfy { $0.error == nil } && step.delivered == 0)
  }

  @Test func whatAnotherWroteFirstIsToldWithWhatToDo() async throws {
    try await export()
    let elsewhere = target.fleet()
    let error = await #expect(throws: MissionError.self) {
      try await run { _, _ in
        _ = try? elsewhere.writableLogBlocking(named: "vp").writeBlocking { transaction in
          try transaction.append(
            NewEvent(type: "a.word", payload: .emptyObject, actor: "another"), to: .log)
        }
      }
    }
    #expect(error?.code == .versionConflict)
    #expect(error?.message.contains("--home NEW") == true)
    let step = try await carry(in: other)
    #expect(step.sources.filter { $0.error != nil }.map(\.ledger) == ["vp"])
    let report = try await run()
    #expect(report.imported == 2)
    #expect(report.leftOut.map(\.what).contains("bridge cursor of vp"))
  }

  @Test func anImportThatWasKilledBeforeTheBridgeWasBoundIsGoneOnWith() async throws {
    try await export()
    let intake = Intake(actor: "import:all.jsonl", requestID: nil, redactor: Redactor([]))
    let (other, path) = (other, path)
    _ = try await BlockingPool(name: "import", threads: 1).run {
      var run = ExportImport(
        fleet: other, intake: intake, path: path,
        report: ImportReport(form: .jsonl, file: "all.jsonl", isRehearsal: false)
      ) { _, _ in }
      return try run.run()
    }
    #expect(try await carry(in: other).sources.contains { $0.error != nil })
    try await run(rehearsal: true)
    #expect(try await carry(in: other).sources.contains { $0.error != nil })
    #expect(try await run().restored.values.allSatisfy { $0 == 0 })
    #expect(try await carry(in: other).sources.allSatisfy { $0.error == nil })
    let heads = try await heads()
    try await run()
    #expect(try await self.heads() == heads)
  }

  @Test func theBridgesPlacesStayBehindWhereASourceOfTheirsIsNotRestored() async throws {
    try await export()
    let mine = DispatchRequest(vpID: .general, objective: "mine")
    _ = try await other.dispatch(mine, .tester)
    let rehearsal = try await run(rehearsal: true)
    let report = try await run()
    #expect(report.restored.keys.sorted() == rehearsal.restored.keys.sorted())
    #expect(report.restored.keys.sorted() == ["coder"] && report.imported == 2)
    let left = report.leftOut.filter { $0.what.hasPrefix("runtime ") }
    #expect(
      !left.isEmpty && left.allSatisfy { $0.reason.contains("its bridge has read ledger vp") })
    let proof = try await FleetProof(other).verify(isFull: true)
    #expect(proof.ledgers.allSatisfy { $0.firstBreak == nil }, "\(proof.ledgers)")
    #expect(try await carry(in: other).sources.allSatisfy { $0.error == nil })
    #expect(try await !run().isChange)
  }

  @Test func ledgersMayComeOneAfterTheOtherInAnyOrder() async throws {
    for ledger in ["coder", "runtime", "vp"] {
      try await export(ledger)
      #expect(try await run().restored.keys.sorted() == [ledger])
    }
    for root in try await roots(of: fleet) {
      #expect(try await other.log(root.ledger).log.root(at: root.size) == root)
    }
    #expect(try await carry(in: other).sources.allSatisfy { $0.error == nil })
  }

  @Test func atAMomentBeforeTheMoveTheBridgeStoodAsItDidThere() async throws {
    try await export()
    let places = try await roots(of: fleet).map { ($0.ledger, $0.size) }
    try await run()
    let past = try await other.asOf(
      .places(LedgerCursor(Dictionary(uniqueKeysWithValues: places))))
    let sources = try await past.bridgeMetrics().sources
    #expect(sources.allSatisfy { $0.lastError == nil && $0.lagSeconds == 0 && $0.errorsTotal == 0 })
    #expect(sources.map(\.backlog) == [0, 0])
  }

  @Test func ofALongerExportOnlyWhatIsNewArrives() async throws {
    let moved = try await dispatch(.general, "more")
    try await export()
    try await run()
    let heads = try await heads()
    let new = try await dispatch(.general, "new")
    _ = try await fleet.cancel(moved, reason: "enough", .tester)
    try await carry(in: fleet)
    try await export()
    for rehearsal in [true, false] {
      let report = try await run(rehearsal: rehearsal)
      #expect((report.imported, report.already, report.missions) == (1, 3, 4))
      #expect((report.eventsKept, report.eventsAlready) == (3, 3))
      #expect(report.oddities.map(\.kind) == [.changedSinceImport])
      #expect(report.oddities.first?.examples.map(\.key) == [moved.rawValue])
      #expect(report.leftOut.map(\.what) == ["runtime feed"])
    }
    #expect(try await other.get(new, GetRequest()).mission.state.status == .queued)
    #expect(try await self.heads().reduce(0, +) == heads.reduce(0, +) + 4)
    #expect(try await !run().isChange)
    #expect(try await self.heads().reduce(0, +) == heads.reduce(0, +) + 4)
  }
}

extension Array {
  fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async rethrows -> [T] {
    var values: [T] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
