import CanonicalJSON
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Synchronization
import Testing

@Suite struct DispatchTests {
  @Test func theFirstDispatchMakesTheHomeAndSaysSo() async throws {
    let home = try TemporaryHome()
    let notices = Mutex<[String]>([])
    let fleet = home.fleet { notice in notices.withLock { $0.append(notice) } }
    #expect(await refusal { _ = try await fleet.vps() } == .notFound)
    _ = try await fleet.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
    #expect(notices.withLock { $0 }.count == 1)
    #expect(notices.withLock { $0.first }?.contains(home.home.path) == true)
    #expect(try await fleet.ledgerStatuses().map(\.head) == [0, 0, 1])
  }

  @Test func aMissionIsQueuedInTheLaneOfItsVP() async throws {
    let bench = try Bench()
    let result = try await bench.fleet.dispatch(
      DispatchRequest(vpID: .coder, objective: "x"), .tester)
    #expect(result.mission.lane == "coder")
    #expect(result.mission.state.status == .queued)
    #expect(!result.replayed)
    #expect(result.mission.request?.objective == "x")
    #expect(result.warnings.map(\.kind) == [.noLiveWorker])
  }

  @Test func aMissionPastItsDeadlineWarnsOfItWhetherThereIsAWorkerOrNot() async throws {
    let bench = try Bench()
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.deadline = bench.fleet.now.advanced(bySeconds: -1)
    let alone = try await bench.fleet.dispatch(request, .tester)
    #expect(alone.warnings.map(\.kind) == [.noLiveWorker, .deadlinePassed])
    // Nobody may be there to fail it.
    #expect(alone.warnings.last?.message.contains("missionlog reconcile") == true)
    _ = try await bench.claim()
    let served = try await bench.fleet.dispatch(request, .tester)
    #expect(served.warnings.map(\.kind) == [.deadlinePassed])
    #expect(served.mission.waitingFor == nil)
  }

  @Test func theSameKeyAndRequestFindTheSameMission() async throws {
    let bench = try Bench()
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.idempotencyKey = "k"
    let first = try await bench.fleet.dispatch(request, .tester)
    let heads = try await bench.heads()
    request.metadata = try .init(#"{"other":1}"#)
    let second = try await bench.fleet.dispatch(request, .tester)
    #expect(second.replayed && second.mission.id == first.mission.id)
    #expect(first.mission.id == .keyed(vp: .general, key: "k"))
    #expect(try await bench.heads() == heads)
    #expect(!second.keyHasRun)
  }

  @Test func aMissionThatIsFoundQueuedWarnsOfWhatItStillWaitsFor() async throws {
    let bench = try Bench()
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.idempotencyKey = "k"
    _ = try await bench.fleet.pause(.general, .tester)
    let first = try await bench.fleet.dispatch(request, .tester)
    let again = try await bench.fleet.dispatch(request, .tester)
    #expect(again.replayed && again.warnings.map(\.kind) == [.vpPaused, .noLiveWorker])
    #expect(again.warnings == first.warnings)
    _ = try await bench.fleet.cancel(first.mission.id, .tester)
    #expect(try await bench.fleet.dispatch(request, .tester).warnings.isEmpty)
  }

  @Test func aKeyThatHasRunHintsAtRetry() async throws {
    let bench = try Bench()
    let id = try await bench.dispatch(key: "k")
    _ = try await bench.fleet.cancel(id, .tester)
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.idempotencyKey = "k"
    #expect(try await bench.fleet.dispatch(request, .tester).keyHasRun)
  }

  @Test func theSameKeyWithAnotherRequestIsAConflictThatNamesTheFields() async throws {
    let bench = try Bench()
    try await bench.dispatch(key: "k")
    let heads = try await bench.heads()
    do {
      try await bench.dispatch("other", key: "k") { $0.priority = 1 }
      Issue.record("nothing was refused")
    } catch let error as MissionError {
      #expect(error.code == .idempotencyConflict)
      #expect(error.message.contains("objective") && error.message.contains("priority"))
    }
    #expect(try await bench.heads() == heads)
  }

  @Test func oneKeyForTwoVPsMakesTwoMissions() async throws {
    let bench = try Bench()
    let first = try await bench.dispatch(key: "k")
    let second = try await bench.dispatch(to: .coder, key: "k")
    #expect(first != second)
  }

  @Test func anUnknownVPIsRefusedWithTheKnownOnes() async throws {
    let bench = try Bench()
    let vp = try #require(VPID("vp.general.primry"))
    do {
      try await bench.dispatch(to: vp)
      Issue.record("nothing was refused")
    } catch let error as MissionError {
      #expect(error.code == .validationError)
      #expect(error.message.contains("did you mean vp.general.primary"))
      #expect(error.message.contains("vp.coder.primary"))
    }
  }

  @Test func aVPThatOnceHadAWorkerIsKnown() async throws {
    let bench = try Bench()
    let vp = try #require(VPID("vp.own"))
    _ = try await bench.claim(vp)
    try await bench.dispatch(to: vp)
    #expect(try await bench.fleet.vps().vps.map(\.vpID.rawValue).contains("vp.own"))
  }

  @Test func theSameWishOfTheSameSessionIsMadeWithAWarning() async throws {
    let bench = try Bench()
    let first = try await bench.dispatch { $0.sourceSessionID = "s" }
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.sourceSessionID = "s"
    let second = try await bench.fleet.dispatch(request, .tester)
    let warning = try #require(second.warnings.first { $0.kind == .possibleDuplicate })
    #expect(warning.missionID == first)
    // A key gives that one back to nobody: it was made without.
    #expect(warning.message.contains("wait for that one and cancel this one"))
    request.sourceSessionID = "other"
    let third = try await bench.fleet.dispatch(request, .tester)
    #expect(!third.warnings.contains { $0.kind == .possibleDuplicate })
  }

  @Test func theSameWishesOfOneMomentAreMadeWithAWarningButForTheFirst() async throws {
    let bench = try Bench()
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.sourceSessionID = "s"
    let wish = request
    let warned = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let result = try await bench.fleet.dispatch(wish, .tester)
          return result.warnings.contains { $0.kind == .possibleDuplicate }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(warned == 7)
  }

  @Test func theSameWishIsFoundAmongManyOthersOfItsSession() async throws {
    let bench = try Bench()
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.sourceSessionID = "s"
    let first = try await bench.fleet.dispatch(request, .tester)
    for number in 0..<40 {
      request.objective = "other work \(number)"
      let other = try await bench.fleet.dispatch(request, .tester)
      #expect(!other.warnings.contains { $0.kind == .possibleDuplicate })
    }
    request.objective = "work"
    let again = try await bench.fleet.dispatch(request, .tester)
    let twin = again.warnings.first { $0.kind == .possibleDuplicate }?.missionID
    #expect(twin == first.mission.state.facts.missionID)
  }

  @Test(arguments: ["objectives", "constraints"])
  func theSameWishIsFoundAmongManyThatLookLikeIt(differingIn field: String) async throws {
    let bench = try Bench()
    let beginning = String(repeating: "Follow the house rules. ", count: 12)
    func wish(_ number: Int) -> DispatchRequest {
      var request = DispatchRequest(vpID: .general, objective: beginning)
      request.sourceSessionID = "s"
      if field == "objectives" {
        request.objective += "file \(number)"
      } else {
        request.constraints = JSONText.object { $0.field("file", number) }
      }
      return request
    }
    let first = try await bench.fleet.dispatch(wish(0), .tester).mission.id
    for number in 1..<40 {
      let other = try await bench.fleet.dispatch(wish(number), .tester)
      #expect(!other.warnings.contains { $0.kind == .possibleDuplicate })
    }
    // One that has known them all along, and one that has only just begun to look.
    var newest = first
    for fleet in [bench.fleet, Bench(bench.home).fleet] {
      let again = try await fleet.dispatch(wish(0), .tester)
      #expect(again.warnings.first { $0.kind == .possibleDuplicate }?.missionID == newest)
      newest = again.mission.id
    }
  }

  @Test func theSameWishIsFoundBehindManyThatHaveEnded() async throws {
    let bench = try Bench()
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.sourceSessionID = "s"
    let first = try await bench.fleet.dispatch(request, .tester).mission.id
    for _ in 0..<40 {
      let ended = try await bench.fleet.dispatch(request, .tester).mission.id
      _ = try await bench.fleet.cancel(ended, .tester)
    }
    let again = try await bench.fleet.dispatch(request, .tester)
    #expect(again.warnings.first { $0.kind == .possibleDuplicate }?.missionID == first)
  }

  @Test(arguments: ["session", "objective"])
  func whatUnicodeTakesForTheSameIsNoDuplicateAndHidesNone(field: String) async throws {
    let bench = try Bench()
    func twin(_ text: String) async throws -> (id: MissionID, twin: MissionID?) {
      var request = DispatchRequest(
        vpID: .general, objective: field == "objective" ? text : "work")
      request.sourceSessionID = field == "session" ? text : "s"
      let result = try await bench.fleet.dispatch(request, .tester)
      return (
        result.mission.id, result.warnings.first { $0.kind == .possibleDuplicate }?.missionID
      )
    }
    let first = try await twin("caf\u{E9}")
    let other = try await twin("cafe\u{301}")
    #expect(other.twin == nil)
    #expect(try await twin("caf\u{E9}").twin == first.id)
    #expect(try await twin("cafe\u{301}").twin == other.id)
  }

  @Test func aWishThatIsOverOrOldIsNoDuplicate() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    var request = DispatchRequest(vpID: .general, objective: "work")
    request.sourceSessionID = "s"
    let first = try await bench.fleet.dispatch(request, .tester).mission.state.facts.missionID
    _ = try await bench.fleet.cancel(first, .tester)
    let second = try await bench.fleet.dispatch(request, .tester)
    #expect(!second.warnings.contains { $0.kind == .possibleDuplicate })
    clock.advance(seconds: 601)
    let third = try await bench.fleet.dispatch(request, .tester)
    #expect(!third.warnings.contains { $0.kind == .possibleDuplicate })
  }

  @Test func aTargetPathIsKeptWithItsLinksFollowed() async throws {
    let bench = try Bench()
    let folder = bench.home.folder
    try link("real", at: folder.file("alias"))
    let constraints = try JSONText(#"{"repo_path":"\#(folder.file("alias/x"))"}"#)
    let id = try await bench.dispatch {
      $0.constraints = constraints
    }
    let facts = try await bench.fleet.get(id).mission.state.facts
    #expect(facts.resolvedTargetPath == folder.file("real/x"))
  }

  @Test func whatIsRefusedLeavesNoHomeBehind() async throws {
    let bench = try Bench()
    #expect(await refusal { try await bench.dispatch("") } == .validationError)
    #expect(await refusal { _ = try await bench.fleet.heads() } == .notFound)
  }

  @Test func aBrokenConfigurationStopsWritersAndNotReaders() async throws {
    let bench = try Bench()
    try await bench.dispatch()
    let broken = bench.home.fleet("lease_tll: 3\n")
    let request = DispatchRequest(vpID: .general, objective: "x")
    #expect(await refusal { _ = try await broken.dispatch(request, .tester) } == .configInvalid)
    let list = try await broken.list(ListRequest())
    #expect(list.missions.count == 1)
    #expect(list.warnings.map(\.kind) == [.configuration])
  }
}
