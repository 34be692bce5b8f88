import EventLog
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

/// A home knows which ledgers it has had.
@Suite struct LedgerListTests {
  /// A home with a mission in each lane, which nobody has open.
  private func home() async throws -> TemporaryHome {
    let home = try TemporaryHome()
    let fleet = home.fleet()
    try await dispatch(.general, fleet)
    try await dispatch(.coder, fleet)
    fleet.close()
    return home
  }

  @discardableResult
  private func dispatch(_ vp: VPID, _ fleet: Fleet) async throws -> MissionView {
    try await fleet.dispatch(DispatchRequest(vpID: vp, objective: "dream"), .tester).mission
  }

  @Test func aLedgerThatWasEmptiedIsNotTakenForOneThatWasNeverMade() async throws {
    let home = try await home()
    for suffix in ["-wal", "-shm"] { try home.remove("vp_state.db" + suffix) }
    try FileSystem.writeAtomically([], to: home.home.path + "/vp_state.db")
    let fleet = home.fleet()
    let list = try await fleet.list(ListRequest())
    #expect(list.warnings.first?.error?.code == .ledgerCorrupt)
    let error = await #expect(throws: MissionError.self) { try await dispatch(.general, fleet) }
    #expect(error?.code == .ledgerCorrupt && error?.message.contains("is empty") == true)
    try await dispatch(.coder, fleet)
  }

  @Test func whatAProcessWasKilledOverInTheHomeIsRemovedByALaterWriter() async throws {
    let home = try TemporaryHome()
    let debris = home.home.path + "/.writing-1-1"
    for (later, isLeft) in [(0.0, true), (61, false)] {
      try FileSystem.makePrivateDirectory(home.home.path)
      try FileSystem.writeAtomically([1], to: debris)
      let clock = TestClock(start: try FileSystem.info(debris).modified.instant)
      clock.advance(seconds: later)
      let fleet = home.fleet(clocks: clock.clocks)
      defer { fleet.close() }
      try await dispatch(.general, fleet)
      #expect(((try? FileSystem.info(debris)) != nil) == isLeft)
    }
  }

  /// As a program left it that made a ledger and its tables one after the other.
  @Test func aLedgerThatWasMadeWithoutItsTablesIsEmptyUntilItIsWritten() async throws {
    let home = try TemporaryHome()
    try FileSystem.makePrivateDirectory(home.home.path)
    try EventLog.open(
      home.home.path + "/runtime_state.db", EventLog.Options(name: "runtime", durability: .none)
    ).close()
    let fleet = home.fleet()
    defer { fleet.close() }
    try await dispatch(.general, fleet)
    #expect(try await fleet.readFeed(FeedRequest(session: "s1")).items.isEmpty)
    let status = try await fleet.status()
    #expect(status.ledgers.allSatisfy { $0.error == nil && $0.parkedEvents == 0 })
    #expect(status.warnings.isEmpty)
    _ = try await fleet.writableLog(named: "runtime")
    #expect(try await fleet.logsWithRows().logs.count == 3)
  }

  @Test func aLedgerWhoseMakingWasCutShortIsCompletedByTheNextWriterOfAnyLane() async throws {
    let home = try TemporaryHome()
    try FileSystem.makePrivateDirectory(home.home.path)
    let cutShort = ["coder_vp_state.db", "runtime_state.db"].map { home.home.path + "/" + $0 }
    for path in cutShort { try TemporaryFolder.leaveUnfinishedDatabase(at: path) }
    let reader = home.fleet()
    #expect(try await reader.list(ListRequest()).warnings.isEmpty)
    try await dispatch(.general, home.fleet())
    for path in cutShort { #expect(!EventLog.isUnmade(at: path)) }
    let list = try await reader.list(ListRequest())
    #expect(list.missions.count == 1 && list.warnings.isEmpty)
  }

  @Test func nothingIsAcknowledgedInAFileThatWasTakenAway() async throws {
    let home = try await home()
    let fleet = home.fleet()
    try await dispatch(.general, fleet)
    try home.remove("vp_state.db")
    let error = await #expect(throws: MissionError.self) { try await dispatch(.general, fleet) }
    #expect(error?.code == .ledgerCorrupt)
    #expect(try await fleet.list(ListRequest()).warnings.map(\.ledger) == ["vp"])
    try await dispatch(.coder, fleet)
  }

  @Test func aLedgerWhoseFileIsGoneIsNotTakenForAnEmptyOne() async throws {
    let home = try await home()
    try home.remove("vp_state.db")
    let fleet = home.fleet()
    let list = try await fleet.list(ListRequest())
    #expect(list.missions.map(\.state.facts.vpID) == [.coder])
    #expect(list.warnings.map(\.ledger) == ["vp"])
    #expect(list.warnings.first?.error?.code == .ledgerCorrupt)
    let error = await #expect(throws: MissionError.self) { try await dispatch(.general, fleet) }
    #expect(error?.code == .ledgerCorrupt && error?.message.contains("is missing") == true)
    #expect(!FileSystem.exists(home.home.path + "/vp_state.db"))
    let status = try await fleet.status()
    #expect(status.ledgers.first { $0.ledger == "vp" }?.error?.code == .ledgerCorrupt)
    #expect(!status.isQuiet)
    try await dispatch(.coder, fleet)

    // Whoever knows that it is gone for good begins another.
    #expect(try await fleet.initialize().first?.hasSuffix("/vp_state.db") == true)
    #expect(try await fleet.list(ListRequest()).warnings.isEmpty)
    try await dispatch(.general, fleet)
  }

  @Test func aReconciliationSaysThatALedgerIsMissing() async throws {
    let home = try await home()
    try home.remove("vp_state.db")
    let report = try await home.fleet().reconcile(by: "tester", acting: false)
    #expect(report.lanes.map(\.lane) == ["coder"])
    #expect(report.warnings.map(\.ledger) == ["vp"])
    #expect(report.warnings.first?.error?.code == .ledgerCorrupt)
  }

  @Test func theRuntimeLedgerIsMissedLikeAnyOther() async throws {
    let home = try await home()
    try home.remove("runtime_state.db")
    let fleet = home.fleet()
    #expect(
      await refusal { _ = try await fleet.writableLog(named: "runtime") } == .ledgerCorrupt)
    #expect(!FileSystem.exists(home.home.path + "/runtime_state.db"))
    try await dispatch(.general, fleet)
  }

  @Test func aLaneThatIsAddedLaterGetsItsLedger() async throws {
    let home = try await home()
    let wide = home.fleet("lanes: {night: {ledger: night.db}}\nvps: {vp.night: {lane: night}}")
    let vp = try #require(VPID("vp.night"))
    #expect(try await dispatch(vp, wide).lane == "night")
    #expect(LedgerList(of: home.home).holds(home.home.path + "/night.db"))
  }

  @Test func aHomeThatWasMovedHasTheSameLedgers() async throws {
    let home = try await home()
    let moved = Home(path: home.folder.file("moved"), origin: "a test")
    try FileSystem.renameFile(home.home.path, to: moved.path)
    #expect(LedgerList(of: moved).holds(moved.path + "/vp_state.db"))
    #expect(!LedgerList(of: home.home).holds(home.home.path + "/vp_state.db"))
  }

  @Test func aListThatIsLostIsMadeAgainFromWhatIsThere() async throws {
    let home = try await home()
    let list = home.home.path + "/ledgers.txt"
    let before = try FileSystem.read(list, limit: 1_000)
    try FileSystem.removeFile(list)
    try await dispatch(.general, home.fleet())
    #expect(try FileSystem.read(list, limit: 1_000) == before)
    #expect(String(decoding: before, as: UTF8.self).split(separator: "\n").count == 3)
  }
}
