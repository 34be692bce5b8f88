import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Platform
import Testing

/// A fleet that lives through a random history, and what its readers answered after each change.
private struct History {
  /// A moment, and the answers that were given then.
  struct Moment {
    let cursor: String
    /// The missions that were asked about one by one.
    let missions: [String]
    let answers: [String]
  }

  let home: TemporaryHome
  let context: ToolContext
  private let clock = TestClock()
  private var random: SeededGenerator
  private var missions: [String] = []
  private(set) var moments: [Moment] = []

  init(seed: UInt64) throws {
    home = try TemporaryHome(clock: clock)
    context = ToolContext(fleet: home.fleet(), call: .tester)
    random = SeededGenerator(seed: seed)
  }

  /// Does some things at random, most of which are refused or change something.
  mutating func live(steps: Int) async throws {
    _ = try await context.fleet.initialize()
    var heads = try await context.fleet.heads()
    for _ in 0..<steps {
      clock.advance(seconds: Double(Int.random(in: 1...90, using: &random)))
      try? await act()
      let now = try await context.fleet.heads()
      guard now != heads else { continue }
      heads = now
      let cursor = now.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
      let asked = Array(missions.suffix(3))
      moments.append(
        Moment(
          cursor: cursor.joined(separator: ","), missions: asked,
          answers: try await Self.answers(context, asked)))
    }
  }

  private mutating func act() async throws {
    let vp = ["vp.general.primary", "vp.coder.primary"].randomElement(using: &random) ?? ""
    let worker = ["w1", "w2", "w3"].randomElement(using: &random) ?? ""
    let id = missions.randomElement(using: &random) ?? ""
    let token = #""mission_id":"\#(id)","worker_id":"\#(worker)","attempt":1"#
    switch Int.random(in: 0..<14, using: &random) {
    case 0...2:
      let key = "k\(missions.count)"
      let vpID = try #require(VPID(vp))
      missions.append(MissionID.keyed(vp: vpID, key: key).rawValue)
      let tier = ["low", "normal", "high"].randomElement(using: &random) ?? ""
      try await call(
        "vp_dispatch_mission",
        #"{"vp_id":"\#(vp)","objective":"work \#(key)","idempotency_key":"\#(key)","priority_tier":"\#(tier)"}"#
      )
    case 3...5: try await call("vp_claim_mission", #"{"vp_id":"\#(vp)","worker_id":"\#(worker)"}"#)
    case 6: try await call("vp_heartbeat", "{\(token)}")
    case 7: try await call("vp_progress", #"{\#(token),"summary":"on it","percent":40}"#)
    case 8: try await call("vp_block", #"{\#(token),"question":"which one?"}"#)
    case 9:
      try await call(
        "vp_answer_mission", #"{"mission_id":"\#(id)","question_id":"q1","answer":"this"}"#)
    case 10: try await call("vp_complete", #"{\#(token),"message":"done"}"#)
    case 11: try await call("vp_fail", #"{\#(token),"error":"no"}"#)
    case 12: try await call("vp_cancel_mission", #"{"mission_id":"\#(id)"}"#)
    default:
      if Bool.random(using: &random) {
        _ = try await context.fleet.pause(try #require(VPID(vp)), .tester)
      } else {
        _ = try await context.fleet.resume(try #require(VPID(vp)), .tester)
      }
    }
  }

  private func call(_ tool: String, _ json: String) async throws {
    _ = try await #require(Tools.named(tool)).call(Array(json.utf8), context)
  }

  /// What every reading tool and command answers in a context.
  static func answers(_ context: ToolContext, _ missions: [String]) async throws -> [String] {
    var answers: [[UInt8]] = []
    for status in ["all", "queued", "running,stale", "failed,cancelled"] {
      let list = try #require(Tools.named("vp_list_missions"))
      let json = #"{"status":"\#(status)","limit":5}"#
      answers.append(try await list.call(Array(json.utf8), context).json)
    }
    answers.append(try await ShowStatus(json: "{}").answer(context).json)
    answers.append(try await ListVPs(json: "{}").answer(context).json)
    answers.append(try await ListSessions().answer(context).json)
    answers.append(try await ListProjections().answer(context).json)
    for mission in missions {
      for tool in ["vp_get_mission", "vp_get_timeline"] {
        let json = Array(#"{"mission_id":"\#(mission)"}"#.utf8)
        answers.append(try await #require(Tools.named(tool)).call(json, context).json)
      }
    }
    // What is seen just now, and would be done, is no part of an answer, and there is none of it in
    // the past.
    return answers.map { String(decoding: $0, as: UTF8.self) }
      .map { $0.replacing(/"live_observation":\{[^}]*\}/, with: #""live_observation":null"#) }
      .map { $0.replacing(/"reconciler":"[^"]*"/, with: #""reconciler":null"#) }
  }

  /// The answers as of a moment that has passed.
  func answers(asOf moment: Moment) async throws -> [String] {
    let past = try await context.asOf(moment.cursor)
    defer { past.fleet.close() }
    return try await Self.answers(past, moment.missions)
  }
}

@Suite struct AsOfTests {
  @Test(arguments: 1...4)
  func everyReaderAnswersAsOfAMomentWhatItAnsweredThen(seed: Int) async throws {
    var history = try History(seed: UInt64(seed))
    try await history.live(steps: 40)
    #expect(history.moments.count > 10)
    for moment in history.moments {
      let past = try await history.answers(asOf: moment)
      for (then, now) in zip(moment.answers, past) {
        #expect(then == now, "seed \(seed), as of \(moment.cursor)")
      }
      #expect(past.count == moment.answers.count)
    }
  }

  @Test func aMomentMustBeOneThatWas() async throws {
    let history = try History(seed: 1)
    for moment in ["vp:1", "nowhere:0", "soon", "vp"] {
      await #expect(throws: MissionError.self) { try await history.context.asOf(moment) }
    }
  }

  @Test func aMomentThatIsNoneIsToldBeforeAnyOtherMistake() async throws {
    let history = try History(seed: 1)
    let list = try #require(Tools.named("vp_list_missions"))
    let error = await #expect(throws: MissionError.self) {
      try await list.call(Array(#"{"status":"bogus","as_of":"soon"}"#.utf8), history.context)
    }
    #expect(error?.message.hasPrefix("as_of") == true)
  }

  @Test func whoeverAsksOfAMomentThatLiesAheadIsTold() async throws {
    let home = try TemporaryHome(clock: TestClock())
    let context = ToolContext(fleet: home.fleet(), call: .tester)
    let sent = try await context.fleet.dispatch(
      DispatchRequest(vpID: .general, objective: "go"), .tester)
    let id = sent.mission.state.facts.missionID.rawValue
    for tool in Tools.all where tool.parameters.contains(.asOf) {
      let about = tool.parameters.contains(.missionID) ? #""mission_id": "\#(id)", "# : ""
      for moment in ["2999-01-01T00:00:00Z", context.fleet.now.description] {
        let answer = try await tool.call(
          Array(#"{\#(about)"as_of": "\#(moment)"}"#.utf8), context)
        let told = answer.warnings.filter { $0.kind == .asOfFuture }.map(\.message)
        let isAhead = moment.hasPrefix("2999")
        #expect(told.count == (isAhead ? 1 : 0), "\(tool.name)")
        #expect(told.allSatisfy { $0.hasPrefix("as_of 2999-01-01") })
      }
    }
    let later = try await context.asOf("2999-01-01T00:00:00Z")
    defer { later.fleet.close() }
    let status = try await ShowStatus(json: "{}").answer(later)
    #expect(status.warnings.map(\.kind).contains(.asOfFuture))
    #expect(try await ListSessions().answer(later).warnings.map(\.kind) == [.asOfFuture])
    let moments = try DiffMoments(json: #"{"from": "vp:1", "to": "2999-01-01T00:00:00Z"}"#)
    let diff = try await moments.answer(context)
    #expect(diff.warnings.map(\.kind) == [.asOfFuture])
    #expect(diff.warnings.first?.message.hasPrefix("to 2999-01-01") == true)
  }

  @Test func nothingIsWrittenInThePast() async throws {
    var history = try History(seed: 2)
    try await history.live(steps: 10)
    let moment = try #require(history.moments.first)
    let past = try await history.context.asOf(moment.cursor)
    await #expect(throws: MissionError.self) {
      try await past.fleet.pause(.general, .tester)
    }
  }
}
