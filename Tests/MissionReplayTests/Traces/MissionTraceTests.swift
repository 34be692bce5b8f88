import Foundation
import MissionControl
import MissionModel
import MissionTesting
import Testing

@testable import MissionReplay

@Suite struct MissionTraceTests {
  private let vp = VPSettings(id: "vp.general.primary", name: "GENERALIST", lane: "vp")

  private func spans(_ story: Story, at seconds: Double) throws -> [TraceSpan] {
    MissionTrace(try story.timeline(at: seconds), vp: vp).spans
  }

  private func context(_ traceID: String?) throws -> TraceContext {
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.traceID = traceID
    let origin = MissionDispatched(
      missionID: try Known.mission("vp-mission-1"), request: request, retryOf: nil)
    return TraceContext(
      of: MissionFacts(origin, position: 1, dispatchedAt: nil, isImported: false))
  }

  @Test func aMissionIsACallOfAnAgentWithItsQueueAndAttemptsWithin() throws {
    var story = try Story()
    story.claim(10)
    story.block(40)
    story.answer(60)
    story.requeue(70)
    story.claim(90, attempt: 2)
    story.fail(120, attempt: 2)
    let spans = try spans(story, at: 500)
    #expect(
      spans.map(\.name) == [
        "invoke_agent GENERALIST", "queued", "queued", "attempt 1", "attempt 2", "blocked",
      ])
    let mission = spans[0]
    #expect(mission.kind == .client && mission.status == .error)
    #expect(mission.end == Story.at(120))
    #expect(mission.events.count == 7)
    #expect(spans[1...4].allSatisfy { $0.parent == mission.id })
    #expect(spans[5].parent == spans[3].id)
    #expect(spans[4].link?.id == spans[3].id && spans[4].status == .error)
    #expect((spans[1].start, spans[1].end) == (Story.at(0), Story.at(10)))
    #expect((spans[3].start, spans[3].end) == (Story.at(10), Story.at(70)))
    #expect(Set(spans.map(\.id)).count == spans.count)
    let attributes = mission.attributes.filter { $0.0.hasPrefix("gen_ai") || $0.0 == "error.type" }
    #expect(attributes.contains { $0 == ("gen_ai.operation.name", .text("invoke_agent")) })
    #expect(attributes.contains { $0 == ("gen_ai.agent.id", .text("vp.general.primary")) })
    #expect(attributes.contains { $0 == ("error.type", .text("subprocess_crash")) })
  }

  @Test func theSameMissionHasTheSameIdsAndARetryLinksToItsOriginal() throws {
    var story = try Story(retryOf: "vp-mission-original")
    story.claim(1)
    story.complete(2)
    let first = try spans(story, at: 10)
    #expect(try spans(story, at: 99).map(\.id) == first.map(\.id))
    let original = try Known.mission("vp-mission-original")
    #expect(first[0].link?.id == TraceContext.spanID(original, "mission"))
    #expect(first[0].status == .ok)
  }

  @Test func theCallersTraceIsHonoured() throws {
    let trace = "0af7651916cd43dd8448eb211c80319c"
    let parent = try context("00-\(trace)-b7ad6b7169203331-01")
    #expect((parent.traceID, parent.parentSpanID) == (trace, "b7ad6b7169203331"))
    #expect(try context(trace.uppercased()).traceID == trace)
    #expect(try context("0af76519-16cd-43dd-8448-eb211c80319c").traceID == trace)
    let own = try context(nil)
    for other in [
      "run 7", "00-\(trace)-0000000000000000-01", String(repeating: "0", count: 32),
      "ff-\(trace)-b7ad6b7169203331-01",
    ] {
      #expect(try context(other) == own, "\(other)")
    }
    #expect(own.traceID.count == 32 && own.parentSpanID == nil)
  }

  @Test func numbersOfSixtyFourBitsAreTextAndIdsHexadecimal() throws {
    var story = try Story()
    story.claim(1)
    let json = MissionTrace(try story.timeline(at: 10), vp: vp).json
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains(#""startTimeUnixNano":"1772357400000000000""#))
    #expect(text.contains(#""intValue":"100""#))
    #expect(text.contains(#""kind":3"#))
    #expect(text.contains(/"spanId":"[0-9a-f]{16}"/) && text.contains(/"traceId":"[0-9a-f]{32}"/))
    #expect(try JSONSerialization.jsonObject(with: Data(json)) is [String: Any])
  }

  @Test func anAttemptWhoseVerdictWasTakenBackIsNoError() throws {
    var story = try Story()
    story.claim(10)
    story.judge(200)
    story.reverse(300)
    let spans = try spans(story, at: 500)
    let attempt = try Known.some(spans.first { $0.name == "attempt 1" })
    #expect(attempt.status == .ok && attempt.end == Story.at(300))
    #expect(
      attempt.attributes.contains { $0 == ("missionlog.ended_by", .text("vp.mission.completed")) })
    #expect(spans[0].status == .ok)
  }
}
