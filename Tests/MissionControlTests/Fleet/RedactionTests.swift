import CanonicalJSON
import EventLog
import MissionModel
import MissionTesting
import Testing

@testable import MissionControl

@Suite struct RedactionTests {
  private let key = "sk-" + String(repeating: "a1B2", count: 8)

  @Test(arguments: [
    "sk-abcdefghijklmnopqrstuvwx", "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "AKIAABCDEFGHIJKLMNOP", "xoxb-1234567890-abcdef",
    "Bearer abcdefghijklmnopqrstuvwxyz", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----",
    "://user:password@",
  ])
  func aSecretIsTakenOutOfItsText(_ secret: String) {
    let redactor = Redactor(Redactor.standardPatterns)
    #expect(redactor.text("use \(secret) for it") == "use [redacted] for it")
    let value = JSONText.object { $0.field("note", ["see \(secret)"]) }
    #expect(redactor.json(value).string == #"{"note":["see [redacted]"]}"#)
  }

  @Test(arguments: [
    "a task-list and a risk-free plan", "sk-short", "skim through ghosts", "http://example.com:80/",
    "AKIA and eyJ",
  ])
  func whatOnlyLooksAlikeStays(_ text: String) {
    #expect(Redactor(Redactor.standardPatterns).text(text) == text)
  }

  @Test func anExpressionOfAnyFormIsLookedForEverywhere() {
    for pattern in ["(?i)hunter2", "a|hunter2", ".unter2", "hunterx?2", "[h]unter2"] {
      #expect(Redactor([pattern]).text("it is hunter2") == "it is [redacted]")
    }
  }

  @Test func whereAPatternMatchesNoCharacterATextStays() {
    for pattern in ["", "x*", #"\b"#, "$", "(?=h)"] {
      #expect(Redactor([pattern]).text("it is hunter2") == "it is hunter2")
    }
    #expect(Redactor(["[0-9]*"]).text("it is hunter22") == "it is hunter[redacted]")
  }

  @Test func aSecretIsTakenOutOfTheNamesOfMembersAndNoMemberIsLost() {
    let inner = JSONText.object { $0.field(key, 3) }
    let value = JSONText.object {
      $0.field("[redacted] 2", 0)
      $0.field("a \(key)1", 1)
      $0.field(key + "2", 2)
      $0.field(key + "1", inner)
      $0.field(key + "3", 4)
    }
    #expect(
      Redactor(Redactor.standardPatterns).json(value).string
        == #"{"[redacted]":{"[redacted]":3},"[redacted] 2":0,"[redacted] 3":2,"#
        + #""[redacted] 4":4,"a [redacted]":1}"#)
  }

  @Test func theMembersThatAreNamedStayAsTheyAre() {
    let value = JSONText.object {
      $0.field("note", key)
      $0.field("path", "/srv/\(key)")
    }
    #expect(
      Redactor(Redactor.standardPatterns).json(value, besides: ["path"]).string
        == #"{"note":"[redacted]","path":"/srv/\#(key)"}"#)
  }

  @Test func namesThatBecomeTheSameAreToldApartInATimeThatGrowsWithTheirNumber() {
    let value = JSONText.object { object in
      for number in 0..<20_000 { object.field(key + String(number), number) }
    }
    let kept = Redactor(Redactor.standardPatterns).json(value)
    #expect(kept.string.contains(#""[redacted] 20000":"#) && !kept.string.contains(key))
  }

  @Test func noSecretStaysInAnyTextOfADispatch() async throws {
    let fleet = try TemporaryHome().fleet()
    var request = DispatchRequest(vpID: .general, objective: key)
    request.missionType = "type \(key)"
    request.replyMode = "reply \(key)"
    request.constraints = JSONText.object { $0.field("limit \(key)", key) }
    request.metadata = JSONText.object { $0.field("note \(key)", [key]) }
    request.successCriteria = [key]
    let mission = try await fleet.dispatch(request, .tester).mission
    #expect(mission.request?.missionType == "type [redacted]")
    #expect(mission.request?.replyMode == "reply [redacted]")
    let events = try await fleet.get(mission.state.facts.missionID).events
    #expect(events.count == 1 && events.allSatisfy { !$0.payload.string.contains(key) })
  }

  @Test func aTextThatIsTooLongWithoutItsSecretsIsRefused() async throws {
    let fleet = try TemporaryHome().fleet("redact: [pw]\n")
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.missionType = String(repeating: "pw", count: 100)
    do {
      _ = try await fleet.dispatch(request, .tester)
      Issue.record("nothing was refused")
    } catch let error as MissionError {
      #expect(error.code == .validationError && error.message.contains("mission_type"))
    }
  }

  @Test func noSecretEntersTheLogByADispatchOrAReport() async throws {
    let fleet = try TemporaryHome().fleet()
    var request = DispatchRequest(vpID: .general, objective: "call with \(key)")
    request.idempotencyKey = "k"
    request.metadata = JSONText.object { $0.field("token", key) }
    let mission = try await fleet.dispatch(request, .tester).mission.state.facts.missionID
    // The same request again is the same, although what is kept of it is not.
    #expect(try await fleet.dispatch(request, .tester).replayed)
    let claim = ClaimRequest(vp: .general, worker: .first)
    let attempt = try #require(try await fleet.claim(claim, .tester)).state.attempt
    let token = FencingToken(worker: .first, attempt: attempt)
    let detail = JSONText.object { $0.field("log", "found \(key)") }
    for _ in 0..<2 {
      _ = try await fleet.report(
        .progress(ProgressReport(summary: key, detail: detail)), on: mission, as: token, .tester)
    }
    let failure = FailureReport(error: "refused \(key)")
    for _ in 0..<2 {
      _ = try await fleet.report(.failed(failure), on: mission, as: token, .tester)
    }
    var wanted = GetRequest()
    wanted.events = 500
    let events = try await fleet.get(mission, wanted).events
    #expect(events.count == 5)
    #expect(events.allSatisfy { !$0.payload.string.contains(key) })
    #expect(events.last?.payload.string.contains("refused [redacted]") == true)
  }

  @Test func aWishIsAnsweredAndFoundAgainAsItIsKept() async throws {
    let fleet = try TemporaryHome().fleet()
    var request = DispatchRequest(vpID: .general, objective: "call with \(key)")
    request.sourceSessionID = "s"
    let first = try await fleet.dispatch(request, .tester).mission
    #expect(first.request?.objective == "call with [redacted]")
    let second = try await fleet.dispatch(request, .tester)
    #expect(second.warnings.first { $0.kind == .possibleDuplicate }?.missionID == first.id)
  }

  @Test func anEmptyListRedactsNothing() async throws {
    let fleet = try TemporaryHome().fleet("redact: []\n")
    let request = DispatchRequest(vpID: .general, objective: key)
    let mission = try await fleet.dispatch(request, .tester).mission
    #expect(mission.state.facts.objectiveHead == key)
  }
}

@Suite struct JSONWebTokensTests {
  @Test(arguments: 0..<64 as Range<UInt64>)
  func theyAreWhatTheExpressionFinds(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "eyJ", "a1B2c3D4e5F6", "_-", ".", "..", " ", "é", "eyJhbGciOiJIUzI1NiJ9", "/", "x",
    ]
    let expression = try Regex(JSONWebTokens.pattern)
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...14, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      #expect(
        JSONWebTokens.taken(from: text, leaving: "#") == text.replacing(expression, with: "#"),
        "seed \(seed): \(text)")
    }
  }

  @Test(.timeLimit(.minutes(1))) func aLongLineOfBeginningsIsReadOnce() {
    // An expression would try each of them to the end: hours.
    let text = String(repeating: "eyJ", count: 300_000) + "."
    #expect(Redactor(Redactor.standardPatterns).text(text) == text)
  }
}
