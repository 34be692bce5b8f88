import EventLog
import EventProjections
import Foundation
import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Platform
import Testing

/// What an answer says to call next: a caller that does just that comes to an end.
@Suite struct HintTests {
  private let clock = TestClock()
  private let home: TemporaryHome
  private let context: ToolContext

  init() throws {
    home = try TemporaryHome(clock: clock)
    context = ToolContext(fleet: home.fleet(), call: .tester)
  }

  private func call(_ tool: String, _ json: String) async throws -> String {
    let tool = try #require(Tools.named(tool))
    return String(decoding: try await tool.call(Array(json.utf8), context).json, as: UTF8.self)
  }

  /// The hint of a call's answer; empty where it has none.
  private func hint(_ tool: String, _ json: String) async throws -> String {
    let answer = try await call(tool, json)
    return answer.firstMatch(of: /"hint":"([^"]*)"/).map { String($0.output.1) } ?? ""
  }

  private func dispatched() async throws -> String {
    let answer = try await call(
      "vp_dispatch_mission", #"{"vp_id": "vp.general.primary", "objective": "count"}"#)
    return String(try #require(answer.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
  }

  /// Dispatches and claims a mission; what names it, and what every report of its worker begins
  /// with.
  private func claimed() async throws -> (mission: String, token: String) {
    let mission = #""mission_id": "\#(try await dispatched())""#
    _ = try await call(
      "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    return (mission, #"\#(mission), "worker_id": "w1", "attempt": 1"#)
  }

  private func looked(at mission: String, until: String = "settled") async throws -> String {
    try await hint("vp_wait_mission", #"{\#(mission), "timeout_seconds": 0, "until": "\#(until)"}"#)
  }

  @Test func aClaimOfAPausedVPSaysThatItIsPaused() async throws {
    let claim = #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#
    #expect(try await hint("vp_claim_mission", claim).contains("wait_seconds"))
    _ = try await context.fleet.pause(.general, reason: "audit", .tester)
    let paused = try await hint("vp_claim_mission", claim)
    #expect(paused.contains("paused until somebody resumes it (audit)"))
    #expect(!paused.contains("wait_seconds"))
  }

  @Test func aSilentWorkerIsWaitedForToTheEndOrGivenUpOnce() async throws {
    let (mission, _) = try await claimed()
    clock.advance(seconds: 1_000)
    for until in ["settled", "terminal"] {
      let silent = try await looked(at: mission, until: until)
      #expect(silent.contains("with until terminal") && silent.contains("vp_cancel_mission"))
    }
    let given = try await hint("vp_cancel_mission", "{\(mission)}")
    for hint in [given, try await looked(at: mission)] {
      #expect(hint.contains("with until terminal") && !hint.contains("vp_cancel_mission"))
    }
  }

  @Test func anInterruptedRetryIsCompletedByAskingForNothingElse() async throws {
    let mission = try await dispatched()
    _ = try await call("vp_cancel_mission", #"{"mission_id": "\#(mission)"}"#)
    let retried = MissionEvent.retried(
      MissionRetried(
        newMissionID: MissionID(stored: "m2"), vpID: .coder, guidance: nil, freshWorkspace: false))
    try await context.fleet.writableLog(named: "vp").write { transaction in
      _ = try transaction.append(
        NewEvent(type: retried.type, payload: retried.payload, actor: "orchestrator:tester"),
        to: MissionID(stored: mission).stream)
    }
    let call = #"{"mission_id": "\#(mission)"}"#
    let hint = try await hint("vp_get_mission", call)
    #expect(hint.contains("interrupted: vp_retry_mission \(mission) without"))
    #expect(try await self.call("vp_retry_mission", call).contains(#""mission_id":"m2""#))
    #expect(try await self.hint("vp_get_mission", call) == "it is retried as m2")
  }

  @Test func aWorkerThatDoesNotObeyIsAPersonsMatterAndIsThenWaitedFor() async throws {
    let (mission, token) = try await claimed()
    let told = try await hint("vp_cancel_mission", "{\(mission)}")
    #expect(told.contains("with until terminal") && !told.contains("vp_escalate_mission"))
    clock.advance(seconds: 61)
    _ = try await call("vp_heartbeat", "{\(token)}")
    for until in ["settled", "terminal"] {
      #expect(try await looked(at: mission, until: until).contains("vp_escalate_mission"))
    }
    let escalated = try await hint(
      "vp_escalate_mission", #"{\#(mission), "summary": "odd", "why_escalating": "it runs on"}"#)
    for hint in [escalated, try await looked(at: mission)] {
      #expect(hint.contains("with until terminal") && !hint.contains("vp_escalate_mission"))
    }
  }

  @Test func whoWaitsForAMissionThatIsBlockedIsToldToAnswerIt() async throws {
    let (holder, token) = try await claimed()
    let waiting = #""mission_id": "\#(try await dispatched())""#
    #expect(try await hint("vp_get_mission", "{\(waiting)}").contains(" holds its place: "))
    _ = try await call("vp_block", #"{\#(token), "question": "which?"}"#)
    let answer = try await hint("vp_get_mission", "{\(holder)}")
    #expect(answer.hasPrefix("vp_answer_mission vp-mission-"))
    let told = try await hint("vp_get_mission", "{\(waiting)}")
    #expect(told.contains(" holds its place and waits for \(answer): vp_wait_mission"), "\(told)")
  }

  @Test func aQuestionIsNotToBeAnsweredOnceACancelIsAskedFor() async throws {
    let (mission, token) = try await claimed()
    _ = try await call("vp_block", #"{\#(token), "question": "which?"}"#)
    #expect(try await looked(at: mission, until: "terminal").contains("vp_answer_mission"))
    _ = try await call("vp_cancel_mission", "{\(mission)}")
    let hint = try await looked(at: mission)
    #expect(hint.contains("with until terminal") && !hint.contains("vp_answer_mission"))
  }

  @Test func aQuestionThatWasImportedIsNotToBeAnsweredHere() async throws {
    let path = home.folder.file("old.db")
    let file = try LegacyFile(path)
    let lease: [(String, LegacyFile.Value)] = [("claim_expires_at", .text("2999-01-01T00:00:00Z"))]
    try file.mission("vp-mission-aaaa1111", status: "waiting_for_input", lease)
    file.close()
    _ = try await ImportHistory(path: path, name: "old.db").answer(context)
    let hint = try await looked(at: #""mission_id": "vp-mission-aaaa1111""#)
    #expect(hint.contains("vp_cancel_mission") && !hint.contains("vp_answer_mission"), "\(hint)")
  }

  @Test func whoHasEscalatedIsNotToldToDoSo() async throws {
    let (mission, token) = try await claimed()
    _ = try await call("vp_fail", #"{\#(token), "error": "no"}"#)
    #expect(try await looked(at: mission).contains("vp_escalate_mission"))
    let escalated = try await hint(
      "vp_escalate_mission", #"{\#(mission), "summary": "odd", "why_escalating": "no idea"}"#)
    for hint in [escalated, try await looked(at: mission)] {
      #expect(hint.contains("vp_retry_mission") && !hint.contains("vp_escalate_mission"))
    }
  }

  @Test func aFullChainLeadsToNoRetryHoweverOneAsks() async throws {
    var (mission, token) = try await claimed()
    for attempt in 1...3 {
      _ = try await call("vp_fail", #"{\#(token), "error": "no"}"#)
      guard attempt < 3 else { break }
      #expect(try await looked(at: mission).contains("vp_retry_mission"))
      let answer = try await call("vp_retry_mission", "{\(mission)}")
      let id = String(try #require(answer.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
      mission = #""mission_id": "\#(id)""#
      token = #"\#(mission), "worker_id": "w1", "attempt": 1"#
      _ = try await call(
        "vp_claim_mission", #"{"vp_id": "vp.general.primary", "worker_id": "w1"}"#)
    }
    let full = [try await looked(at: mission), try await hint("vp_get_mission", "{\(mission)}")]
    for hint in full {
      #expect(hint.contains("vp_escalate_mission") && !hint.contains("vp_retry_mission"))
    }
    let escalated = try await hint(
      "vp_escalate_mission", #"{\#(mission), "summary": "odd", "why_escalating": "no idea"}"#)
    #expect(escalated.contains("vp_dispatch_mission") && !escalated.contains("vp_retry_mission"))
  }

  @Test func whoWaitsForSeveralIsToldWhatCameOfThem() async throws {
    let (first, token) = try await claimed()
    let other = try await dispatched()
    func waited() async throws -> String {
      let id = first.dropFirst(#""mission_id": "#.count)
      return try await hint(
        "vp_wait_mission", #"{"mission_ids": [\#(id), "\#(other)"], "timeout_seconds": 0}"#)
    }
    #expect(try await waited().hasPrefix("call vp_wait_mission again"))
    _ = try await call("vp_block", #"{\#(token), "question": "which?"}"#)
    let blocked = try await waited()
    #expect(blocked.contains("vp_answer_mission") && blocked.hasSuffix("again for the rest"))
    _ = try await call("vp_cancel_mission", #"{"mission_id": "\#(other)"}"#)
    let both = try await waited()
    #expect(both.contains("vp_answer_mission") && both.hasSuffix("likewise 1 more that settled"))
  }

  @Test func aWaitForWhatNobodyWorksOnSaysSo() async throws {
    let mission = #""mission_id": "\#(try await dispatched())""#
    for tool in ["vp_wait_mission", "vp_get_mission"] {
      let wait = tool == "vp_wait_mission" ? #", "timeout_seconds": 0"# : ""
      let unserved = try await hint(tool, "{\(mission)\(wait)}")
      #expect(unserved.hasPrefix("no live worker serves its VP"), "\(unserved)")
      #expect(unserved.hasSuffix("until it settles"), "\(unserved)")
    }
    _ = try await context.fleet.pause(.general, reason: nil, .tester)
    let paused = try await looked(at: mission)
    #expect(paused.hasPrefix("its VP is paused until a person resumes it or the pause ends"))
    #expect(paused.contains(": vp_wait_mission"))
  }

  @Test func aWaitForSeveralNamesThoseThatNobodyWorksOn() async throws {
    let ids = [try await dispatched(), try await dispatched()]
    func waited(_ more: String = "") async throws -> String {
      let list = ids.map { "\"\($0)\"" }.joined(separator: ", ") + more
      return try await hint(
        "vp_wait_mission", #"{"mission_ids": [\#(list)], "timeout_seconds": 0}"#)
    }
    let none = try await waited()
    #expect(none.contains("nothing goes on meanwhile: \(ids[0]): no live worker"), "\(none)")
    #expect(none.hasSuffix("; likewise 1 more"), "\(none)")
    let coder = #"{"vp_id": "vp.coder.primary", "objective": "write", "worker_id": "w2"}"#
    let answer = try await call(
      "vp_dispatch_mission", coder.replacing(#", "worker_id": "w2""#, with: ""))
    let other = try #require(answer.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output)
    _ = try await call(
      "vp_claim_mission", coder.replacing(#", "objective": "write""#, with: ""))
    let some = try await waited(", \"\(other)\"")
    #expect(some.contains("not all go on meanwhile: \(ids[0]): no live worker"), "\(some)")
  }

  @Test func aPageOfAFeedBeforeTheAcknowledgedPlaceSaysHowToGoOn() async throws {
    let feed = #""source_session_id": "s""#
    for _ in 0..<3 {
      var request = DispatchRequest(vpID: .general, objective: "count")
      request.sourceSessionID = "s"
      _ = try await context.fleet.dispatch(request, .tester)
    }
    _ = try await Bridge(context.fleet).catchUp()
    let first = try await hint("vp_read_feed", #"{\#(feed), "limit": 1}"#)
    #expect(first.hasSuffix("call again with ack 1"), "\(first)")
    _ = try await call("vp_read_feed", #"{\#(feed), "ack": 3}"#)
    let again = try await hint("vp_read_feed", #"{\#(feed), "after": 0, "limit": 1}"#)
    #expect(again == "call again with after 1 for the next items")
    #expect(try await hint("vp_read_feed", #"{\#(feed), "after": 0}"#).isEmpty)
  }

  @Test func aMissionPastItsDeadlineDoesNotGoOn() async throws {
    let past = clock.now.advanced(bySeconds: -1)
    let answer = try await call(
      "vp_dispatch_mission",
      #"{"vp_id": "vp.general.primary", "objective": "count", "deadline": "\#(past)"}"#)
    let id = String(try #require(answer.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
    #expect(answer.contains("no worker can claim it"))
    let hint = try await looked(at: #""mission_id": "\#(id)""#)
    #expect(hint.contains("no worker can claim it") && !hint.contains("again"))
  }

  @Test(arguments: [nil, "/srv/w"]) func onlyAMissionWithAFolderHasFilesToRead(
    folder: String?
  ) async throws {
    let (mission, token) = try await claimed()
    let ref = folder.map { #", "result_ref": "workspace://\#($0)""# } ?? ""
    _ = try await call("vp_complete", #"{\#(token), "message": "ten"\#(ref)}"#)
    let hint = try await looked(at: mission)
    #expect(hint.contains("vp_read_result_artifacts") == (folder != nil) && !hint.isEmpty)
  }

  @Test func theFilesOfAMissionThatNamesNoResultAreInTheFolderThatItsStartNamed() async throws {
    let (mission, token) = try await claimed()
    _ = try await call("vp_start", #"{\#(token), "workspace": "/srv/w"}"#)
    let id = try #require(MissionID(String(mission.dropLast().suffix(43))))
    _ = try await context.fleet.report(
      .completed(MissionOutcome(receiptPath: "mission_receipt.json")), on: id,
      as: FencingToken(worker: .first, attempt: 1), .worker("w1"))
    #expect(try await looked(at: mission).contains("vp_read_result_artifacts"))
  }

  @Test func olderEventsAreToldHowToGet() async throws {
    let (mission, _) = try await claimed()
    let id = try #require(MissionID(String(mission.dropLast().suffix(43))))
    let token = FencingToken(worker: .first, attempt: 1)
    func progress(_ count: Int) async throws {
      for number in 0..<count {
        let report = WorkerReport.progress(ProgressReport(summary: "\(number)"))
        _ = try await context.fleet.report(report, on: id, as: token, .worker("w1"))
      }
    }
    try await progress(10)
    #expect(try await !hint("vp_get_mission", "{\(mission)}").contains("older events"))
    try await progress(490)
    let some = try await hint("vp_get_mission", "{\(mission)}")
    #expect(some.hasSuffix("; older events: call again with events up to 500"), "\(some)")
    let most = try await hint("vp_get_mission", #"{\#(mission), "events": 500}"#)
    let place = most.firstMatch(of: /; older events: call again with as_of (vp:[0-9]+)$/)?.output.1
    func events(_ json: String) async throws -> [Int] {
      let answer = try await call("vp_get_mission", json)
      let start = try #require(answer.ranges(of: #""events":[{"event_id""#).last?.lowerBound)
      let events = answer[start...].matches(of: /"event_id":"vp:([0-9]+)"/)
      return events.compactMap { Int($0.output.1) }
    }
    let newest = try await events(#"{\#(mission), "events": 500}"#)
    let oldest = try await events(#"{\#(mission), "as_of": "\#(try #require(place))"}"#)
    // Every event once: nothing else was appended to the ledger but the worker's session.
    #expect(newest.count == 500 && Set(oldest + newest).count == 502)
    #expect(oldest.count == 2)
    let none = try await hint("vp_get_mission", #"{\#(mission), "events": 0}"#)
    #expect(none.hasSuffix("older events: call again with events up to 500"), "\(none)")
  }

  @Test func whereThereIsNoHomeNoListOfItsMissionsIsAdvised() async throws {
    func advice(_ tool: String, _ json: String) async throws -> String {
      let error = await #expect(throws: MissionError.self) { _ = try await call(tool, json) }
      #expect(error?.code == .notFound)
      return ErrorGuide.advice(for: try #require(error))
    }
    let get = #"{"mission_id": "vp-mission-none"}"#
    for (tool, json) in [("vp_list_missions", "{}"), ("vp_get_mission", get)] {
      #expect(try await advice(tool, json).hasPrefix("there is nothing to read yet"))
    }
    _ = try await dispatched()
    #expect(try await advice("vp_get_mission", get).hasPrefix("vp_list_missions"))
  }

  @Test func filesThatAreNotListedAreToldHowToGet() async throws {
    let (mission, token) = try await claimed()
    let folder = home.folder.file("w")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for number in 0..<201 {
      try Data("x".utf8).write(to: URL(filePath: folder + "/\(number).txt"))
    }
    _ = try await call(
      "vp_complete", #"{\#(token), "message": "ten", "result_ref": "workspace://\#(folder)"}"#)
    let few = try await hint("vp_read_result_artifacts", "{\(mission)}")
    #expect(few.hasPrefix("181 of 201 files are not listed: call again with max_files up to 200;"))
    let most = try await hint("vp_read_result_artifacts", #"{\#(mission), "max_files": 200}"#)
    #expect(most.hasPrefix("1 of 201 files are not listed: path reads those too"), "\(most)")
  }

  @Test func aMissionThatIsNamedTwiceIsWaitedForOnce() async throws {
    let id = try await dispatched()
    let answer = try await call(
      "vp_wait_mission", #"{"mission_ids": ["\#(id)", "\#(id)"], "timeout_seconds": 0}"#)
    #expect(answer.matches(of: /"mission_id":/).count == 2)
    #expect(answer.contains(#""mission":{"#) && answer.contains(#""hint":"#))
  }

  @Test(arguments: [
    Tools.orchestrator, Tools.worker, Tools.served(toWorkers: false, writing: false),
    Tools.served(toWorkers: false, reading: false),
  ]) func adviceNamesNoToolThatIsNotServed(tools: [Tool]) {
    for code in MissionError.Code.allCases {
      for audience in [Tool.Audience.orchestrator, .worker] {
        let json = ErrorAnswer(MissionError(code, "no")).json(
          for: .mcp, to: audience, serving: tools)
        let text = String(decoding: json, as: UTF8.self)
        let named = Set(Tools.all.map(\.name).filter(text.contains))
        #expect(named.isSubset(of: tools.map(\.name)) && text.contains(#""hint":"#), "\(code)")
      }
    }
  }
}
