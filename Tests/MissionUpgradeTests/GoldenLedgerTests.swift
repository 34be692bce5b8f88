import EventLog
import EventLogSQLite
import EventProjections
import Foundation
import GoldenLedgers
import MissionControl
import MissionModel
import MissionReplay
import MissionTesting
import MissionTools
import Platform
import Testing

/// Every ledger of every released format is read by this build as by the one that wrote it.
@Suite struct GoldenLedgerTests {
  @Test func thereAreLedgersOfEveryFormat() {
    #expect(ReleasedLedgers.all.map(\.testDescription) == ["v1", "v2"])
  }

  @Test(arguments: ReleasedLedgers.all)
  func whatReadersAnswerHoldsAllThatTheyOnceAnswered(_ released: ReleasedLedgers) async throws {
    let copy = try released.copy()
    let before = try copy.bytes()
    let fleet = copy.fleet()
    let answers = try await GoldenAnswers.ask(fleet)
    for (name, lines) in try released.expected() {
      let now = answers[name] ?? []
      #expect(now.count >= lines.count, "\(name)")
      for (then, now) in zip(lines, now) {
        if name.hasSuffix(".export.jsonl") || name == "roots.jsonl" {
          #expect(now == then)
        } else {
          #expect(Self.holds(try Self.value(then), in: try Self.value(now)), "\(then)\n\(now)")
        }
      }
    }
    fleet.close()
    #expect(try copy.bytes() == before)
  }

  @Test(arguments: ReleasedLedgers.all)
  func theLedgersAreSoundInEveryWay(_ released: ReleasedLedgers) async throws {
    let copy = try released.copy()
    let context = ToolContext(fleet: copy.fleet(), call: .tester)
    let verified = try await VerifyLedgers(isFull: true).answer(context)
    #expect(verified.ledgers.map(\.firstBreak) == [nil, nil, nil])
    let checked = try await CheckProjections().answer(context)
    #expect(checked.isSound && !checked.leavesOutALedger)
    let rehearsed = try await RehearseUpgrade().answer(context)
    #expect(!rehearsed.changesAnything && !rehearsed.leavesOutALedger)
  }

  @Test(arguments: ReleasedLedgers.all)
  func anIndependentVerifierFindsTheRootsThatWereRecorded(_ released: ReleasedLedgers) throws {
    for line in try #require(try released.expected()["roots.jsonl"]) {
      let recorded = try #require(try Self.value(line) as? [String: Any])
      let ledger = try #require(recorded["ledger"] as? String)
      let export = released.folder.appending(path: "expected/\(ledger).export.jsonl").path
      let found = try OtherProgram.verify(export, by: .export)
      #expect(found.code == 0, "\(found.err)")
      let root = try #require(recorded["root"] as? String)
      #expect(found.out.contains(root), "\(ledger): \(found.out)")
    }
  }

  @Test(arguments: ReleasedLedgers.all)
  func aWriterGoesOnWhereTheLedgersEnd(_ released: ReleasedLedgers) async throws {
    let copy = try released.copy()
    let fleet = copy.fleet()
    let before = try await fleet.log("vp").log.read { try ($0.head, $0.root()) }
    var request = DispatchRequest(vpID: .general, objective: "one more")
    request.idempotencyKey = "one-more"
    let id = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    #expect(try await fleet.get(id).mission.state.status == .queued)
    let log = try await fleet.log("vp").log
    #expect(try await log.read { try $0.root(at: before.0) } == before.1)
    let context = ToolContext(fleet: fleet, call: .tester)
    let answer = try await RebuildProjections().answer(context)
    #expect(answer.rebuilt.allSatisfy { $0.report.added + $0.report.removed == 0 })
    let verified = try await VerifyLedgers(isFull: true).answer(context)
    #expect(verified.ledgers.allSatisfy { $0.firstBreak == nil })
  }

  /// What an import took over once is known to it for ever.
  @Test(arguments: ReleasedLedgers.all)
  func theFileThatWasImportedIsKnown(_ released: ReleasedLedgers) async throws {
    let copy = try released.copy()
    let report = try await FleetImport(copy.fleet(), .tester).run(
      released.predecessor, name: PredecessorLedger.name)
    #expect(!report.isChange)
    #expect(report.already == report.missions)
    #expect(report.already > 10)
    #expect(report.oddities.map(\.kind).allSatisfy { $0 != .changedSinceImport })
  }

  /// What the predecessor left becomes today what it became when the ledgers were recorded.
  @Test(arguments: ReleasedLedgers.all)
  func thePredecessorsLedgerBecomesWhatItOnceBecame(_ released: ReleasedLedgers) async throws {
    let copy = try released.copy()
    let before = try await copy.fleet().log("vp").log.read { try $0.events() }
    let home = try TemporaryHome(clock: TestClock())
    let fleet = home.fleet()
    _ = try await FleetImport(fleet, .tester).run(
      released.predecessor, name: PredecessorLedger.name)
    let now = try await fleet.log("vp").log.read { try $0.events() }
    let imported = before.filter { $0.actor == "import:\(PredecessorLedger.name)" }
    #expect(now.map(\.stream) == imported.map(\.stream))
    #expect(now.map(\.type) == imported.map(\.type))
    #expect(now.map(\.occurredAt) == imported.map(\.occurredAt))
    #expect(now.map(\.payload) == imported.map(\.payload))
  }

  @Test(arguments: ReleasedLedgers.all)
  func everyPastMomentOfTheLedgersIsWhatThatManyEventsGive(_ released: ReleasedLedgers) async throws
  {
    let copy = try released.copy()
    let context = ToolContext(fleet: copy.fleet(), call: .tester)
    let head = try await context.fleet.log("vp").log.read { $0.head }
    for position in stride(from: 1, through: head, by: Int(max(1, head / 20))) {
      let past = try await context.asOf("vp:\(position)")
      defer { past.fleet.close() }
      #expect(try await past.fleet.log("vp").log.read { try $0.events() }.count == Int(position))
      var missions: Set<StreamName> = []
      for log in try await past.fleet.logs().logs {
        let streams = try await log.log.read { try $0.events().map(\.stream) }
        missions.formUnion(streams.filter { MissionID(stream: $0) != nil })
      }
      var request = ListRequest()
      request.limit = 500
      #expect(try await past.fleet.list(request).missions.count == missions.count)
    }
  }

  @Test(arguments: ReleasedLedgers.all)
  func aLaterBuildReadsThemThroughItsChainsAndItsFold(_ released: ReleasedLedgers) async throws {
    let copy = try released.copy()
    let now = GoldenHome.askedAt
    let fleet = Fleet(
      home: Home(path: copy.path, origin: "a test"), configuration: Configuration(),
      surroundings: Surroundings(
        clocks: Clocks(now: { now }, monotonic: { 0 }), model: LaterBuild.model,
        durability: EventLog.Options.Durability.none))
    let context = ToolContext(fleet: fleet, call: .tester)
    #expect(try await RehearseUpgrade().answer(context).changesAnything)
    _ = try await fleet.writableLog(named: "vp")
    #expect(
      try await !CheckProjections(names: ["missions"]).answer(context).checked.contains {
        !$0.report.isSound
      })
    var request = ListRequest()
    request.limit = 500
    let missions = try await fleet.list(request).missions
    let completed = missions.filter { $0.state.status == .completed && !$0.state.facts.isImported }
    #expect(completed.allSatisfy { $0.state.outcome?.nextAction != nil })
  }

  @Test(arguments: ReleasedLedgers.all, ["user_version = 2147483647", "application_id = 77"])
  func aFileOfTheFutureOrOfAnotherProgramIsRefusedUntouched(
    _ released: ReleasedLedgers, pragma: String
  ) async throws {
    let copy = try released.copy()
    for name in try copy.ledgers() {
      let connection = try Connection(.init(path: "\(copy.path)/\(name)", mode: .readWrite))
      try connection.execute("PRAGMA \(pragma)")
      _ = try connection.checkpoint(.truncate)
      connection.close()
    }
    let before = try copy.bytes()
    let wanted: MissionError.Code = pragma.hasPrefix("user") ? .schemaTooNew : .notALedger
    let fleet = copy.fleet()
    let reading = await #expect(throws: MissionError.self) { try await fleet.log("vp") }
    #expect(reading?.code == wanted)
    let request = DispatchRequest(vpID: .general, objective: "one more")
    let writing = await #expect(throws: MissionError.self) {
      try await fleet.dispatch(request, .tester)
    }
    #expect(writing?.code == wanted)
    fleet.close()
    #expect(try copy.bytes() == before)
  }

  /// Where a ledger's format stands, and how many blocks up to a position, and behind it, have no
  /// checksum.
  private func format(
    _ log: EventLog, bareUpTo position: Int64
  ) async throws -> (number: Int64?, bare: Int64?, bareBehind: Int64?) {
    try await log.read { reader in
      try reader.query { connection in
        let bare = "SELECT count(*) FROM events WHERE codec < 65536 AND position"
        return (
          try connection.integer("PRAGMA user_version"),
          try connection.integer("\(bare) <= \(position)"),
          try connection.integer("\(bare) > \(position)")
        )
      }
    }
  }

  @Test(arguments: ReleasedLedgers.all)
  func theFirstEventThatIsAppendedRaisesAFileToTodaysFormat(
    _ released: ReleasedLedgers
  ) async throws {
    let copy = try released.copy()
    let fleet = copy.fleet()
    let log = try await fleet.writableLog(named: "vp").log
    let before = try await log.root()
    let (old, bare, _) = try await format(log, bareUpTo: before.size)
    #expect(released.testDescription != "v1" || (old == 1 && bare == before.size))
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "one more"), .tester)
    #expect(try await log.root(at: before.size) == before)
    #expect(try await log.verify(.full).firstBreak == nil)
    #expect(try await format(log, bareUpTo: before.size) == (2, bare, 0))
    fleet.close()
  }

  @Test(arguments: ReleasedLedgers.all)
  func aCompactionGivesEveryBlockOfAnOlderFileItsChecksum(
    _ released: ReleasedLedgers
  ) async throws {
    let copy = try released.copy()
    let fleet = copy.fleet()
    let log = try await fleet.writableLog(named: "vp").log
    let before = try await log.root()
    try await log.compact()
    #expect(try await log.root() == before)
    #expect(try await log.verify(.full).firstBreak == nil)
    #expect(try await format(log, bareUpTo: before.size) == (2, 0, 0))
    fleet.close()
  }

  @Test(arguments: ReleasedLedgers.all)
  func theyHoldEveryTypeOfEventAndEveryFormOfPayload(_ released: ReleasedLedgers) async throws {
    let copy = try released.copy()
    let fleet = copy.fleet()
    var types: Set<String> = []
    var forms: Set<Int64> = []
    for name in fleet.ledgerNames {
      let found = try await fleet.log(name).log.read { reader in
        let forms = try reader.query { connection in
          let query = try connection.prepare("SELECT DISTINCT min(codec & 65535, 2) FROM events")
          var forms: [Int64] = []
          while try query.step() { forms.append(query.int64(at: 0)) }
          return forms
        }
        return (types: try reader.kinds().map(\.type), forms: forms)
      }
      types.formUnion(found.types)
      forms.formUnion(found.forms)
    }
    // A type that is new since is in the ledgers of the next format.
    guard released.testDescription == ReleasedLedgers.all.last?.testDescription else { return }
    let known =
      MissionEventType.allCases.map(\.rawValue) + SessionEventType.allCases.map(\.rawValue)
      + QueueEventType.allCases.map(\.rawValue) + RuntimeEventType.allCases.map(\.rawValue)
    #expect(Set(known).subtracting(types).isEmpty)
    #expect(forms == [0, 1, 2])
  }

  // MARK: Comparing

  private static func value(_ line: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed)
  }

  /// Whether an answer holds all that was recorded: every member, each list in full; it may hold
  /// more members.
  private static func holds(_ then: Any, in now: Any) -> Bool {
    switch (then, now) {
    case (let then as [String: Any], let now as [String: Any]):
      then.allSatisfy { key, value in now[key].map { holds(value, in: $0) } ?? false }
    case (let then as [Any], let now as [Any]):
      then.count == now.count && zip(then, now).allSatisfy { holds($0, in: $1) }
    case (let then as NSObject, let now as NSObject): then == now
    default: false
    }
  }
}
