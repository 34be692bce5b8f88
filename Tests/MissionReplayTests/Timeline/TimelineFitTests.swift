import CanonicalJSON
import MissionReplay
import Testing

private func bytes(_ excerpt: TimelineExcerpt) -> [UInt8] {
  var writer = JSONWriter(order: .asWritten)
  writer.value(excerpt)
  return writer.finish()
}

private func longStory() throws -> Story {
  var story = try Story(objective: String(repeating: "survey ", count: 100))
  story.claim(5)
  for index in 0..<300 {
    story.progress(6 + Double(index), "step \(index) " + String(repeating: "and so on ", count: 80))
  }
  story.complete(400)
  return story
}

@Test func aShortTimelineIsLeftWhole() throws {
  let timeline = try Story().timeline(at: 9)
  let excerpt = try #require(TimelineFit(timeline).excerpt { bytes($0).count <= 8_000 })
  #expect(excerpt.limits == TimelineExcerpt.Limits())
  #expect(excerpt.truncated == nil)
}

@Test(arguments: [1_000, 1_500, 3_000, 8_000, 40_000, 200_000])
func aLongTimelineFitsItsBudgetAndSaysWhatIsLeftOut(budget: Int) throws {
  let timeline = try longStory().timeline(at: 500)
  let excerpt = try #require(TimelineFit(timeline).excerpt { bytes($0).count <= budget })
  #expect(bytes(excerpt).count <= budget)
  #expect(excerpt.truncated != nil)
}

@Test func theFirstAndTheNewestEventsAreTheLastToGo() throws {
  let timeline = try longStory().timeline(at: 500)
  let excerpt = try #require(TimelineFit(timeline).excerpt { bytes($0).count <= 8_000 })
  let shown = String(decoding: bytes(excerpt), as: UTF8.self)
  for type in ["vp.mission.dispatched", "vp.mission.claimed", "vp.mission.completed"] {
    #expect(shown.contains(type))
  }
  #expect(excerpt.truncated?.spans == 0)
}

@Test func aTimelineAsJSON() throws {
  var story = try Story()
  story.claim(2.5)
  story.beat(42.5)
  story.fail(200)
  let timeline = try story.timeline(at: 900)
  #expect(String(decoding: bytes(TimelineExcerpt(timeline)), as: UTF8.self) == golden)
}

/// The timeline of a mission that was claimed, fell silent and failed.
private let golden = #"""
  {"mission_id":"vp-mission-0123456789abcdef01234567","vp_id":"vp.general.primary","ob\#
  jective":"Survey the repository and write a report","status":"failed","effective_sta\#
  tus":"failed","stale_reason":null,"status_basis":"reported",\#
  "from":"2026-03-01T09:30:00.000000Z","to":"2026-03-01T09:33:20.000000Z","seconds":20\#
  0,"now":"2026-03-01T09:45:00.000000Z",\#
  "spans":[{"status":"queued","attempt":null,"worker_id":null,\#
  "from":"2026-03-01T09:30:00.000000Z","to":"2026-03-01T09:30:02.500000Z","seconds":2.\#
  5,"ended_by":"vp.mission.claimed"},\#
  {"status":"running","attempt":1,"worker_id":"w-1",\#
  "from":"2026-03-01T09:30:02.500000Z","to":"2026-03-01T09:33:20.000000Z","seconds":19\#
  7.5,"ended_by":"vp.mission.failed"}],\#
  "events":[{"event_id":"vp:1","type":"vp.mission.dispatched","at":"2026-03-01T09:30:0\#
  0.000000Z","offset_seconds":0,"actor":"orchestrator:s-1","causation":null,"summary":\#
  "dispatched to vp.general.primary: Survey the repository and write a report"},\#
  {"event_id":"vp:2","type":"vp.mission.claimed","at":"2026-03-01T09:30:02.500000Z","o\#
  ffset_seconds":2.5,"actor":"worker:w-1","causation":null,"summary":"claimed by w-1 o\#
  n host-a, attempt 1"},\#
  {"event_id":"vp:4","type":"vp.mission.failed","at":"2026-03-01T09:33:20.000000Z","of\#
  fset_seconds":200,"actor":"worker:w-1","causation":null,"summary":"failed, subproces\#
  s_crash: exit code 3"}],\#
  "heartbeats":{"count":1,"last_at":"2026-03-01T09:30:42.500000Z"},\#
  "gaps":[{"attempt":1,"worker_id":"w-1",\#
  "from":"2026-03-01T09:30:42.500000Z","to":"2026-03-01T09:33:20.000000Z","seconds":15\#
  7.5}],\#
  "related":[],"result":{"status":"failed","failure_mode":"subprocess_crash","failure_\#
  detail":"exit code 3","result_ref":null,"result_summary":null,"deliverables":[],"nex\#
  t_action":null}}
  """#
