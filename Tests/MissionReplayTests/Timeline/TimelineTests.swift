import EventLog
import MissionModel
import MissionReplay
import Platform
import Testing

@Test func aTimelineCutsAMissionsLifeIntoSpansByStatusAndAttempt() throws {
  var story = try Story()
  story.claim(5)
  story.start(6)
  story.block(20)
  story.answer(50)
  story.requeue(60)
  story.claim(80, attempt: 2)
  story.fail(100, attempt: 2)
  let spans = try story.timeline(at: 500).spans
  #expect(spans.map(\.status) == [.queued, .running, .blocked, .running, .queued, .running])
  #expect(spans.map(\.attempt) == [nil, 1, 1, 1, nil, 2])
  #expect(
    spans.map { $0.start.seconds(since: Story.start) } == [0, 5, 20, 50, 60, 80])
  #expect(
    spans.map { $0.end?.seconds(since: Story.start) } == [5, 20, 50, 60, 80, 100])
  #expect(spans.last?.endedBy == "vp.mission.failed")
}

@Test func aTimelineEndsWithTheWordThatTookAVerdictBack() throws {
  var story = try Story()
  story.claim(5)
  story.judge(100)
  story.reverse(200)
  #expect(try story.timeline(at: 500).end == Story.at(200))
}

@Test(arguments: [false, true])
func anAttemptWhoseVerdictWasTakenBackEndedByItsOwnFinish(isRequeue: Bool) throws {
  var story = try Story()
  story.claim(5)
  story.judge(200, requeues: isRequeue)
  story.reverse(300, after: isRequeue ? .queued : .failed)
  let timeline = try story.timeline(at: 500)
  #expect(timeline.spans.map(\.status) == [.queued, .running])
  #expect(timeline.spans.map(\.end) == [Story.at(5), Story.at(300)])
  #expect(timeline.spans.last?.endedBy == "vp.mission.completed")
  #expect(timeline.gaps.map(\.start) == [Story.at(5)])
  #expect(timeline.gaps.map(\.end) == [Story.at(300)])
}

@Test func aSpanThatGoesOnHasNoEnd() throws {
  var story = try Story()
  story.claim(5)
  let timeline = try story.timeline(at: 30)
  #expect(timeline.spans.last?.end == nil)
  #expect(timeline.end == Story.at(30))
}

@Test func heartbeatsAreCountedAndLeftOutOfTheEvents() throws {
  var story = try Story()
  story.claim(5)
  for beat in 1...4 { story.beat(5 + Double(beat) * 40) }
  story.complete(180)
  let timeline = try story.timeline(at: 500)
  #expect(timeline.heartbeats.count == 4)
  #expect(timeline.heartbeats.last == Story.at(165))
  #expect(timeline.entries.map(\.type).contains("vp.mission.heartbeat") == false)
  #expect(timeline.entries.count == 3)
}

@Test(arguments: [(100.0, 0), (101.0, 1)])
func aSilenceIsAGapBeyondTwoAndAHalfHeartbeats(silence: Double, gaps: Int) throws {
  var story = try Story()
  story.claim(5)
  story.beat(5 + silence)
  story.complete(10 + silence)
  #expect(try story.timeline(at: 500).gaps.count == gaps)
}

@Test func aWorkerWithALongLeaseMayBeSilentForAThirdOfIt() throws {
  var story = try Story()
  story.claim(5, lease: 900)
  story.complete(300)
  #expect(try story.timeline(at: 500).gaps.isEmpty)
}

@Test func aSilenceThatGoesOnHasNoEnd() throws {
  var story = try Story()
  story.claim(5)
  let gap = try Known.some(try story.timeline(at: 400).gaps.first)
  #expect(gap.start == Story.at(5))
  #expect(gap.end == nil)
  #expect(gap.attempt == 1)
}

@Test func anOrchestratorsEventDoesNotBreakAWorkersSilence() throws {
  var story = try Story()
  story.claim(5)
  story.requestCancel(60)
  story.beat(150)
  story.complete(160)
  let gaps = try story.timeline(at: 500).gaps
  #expect(gaps.map(\.start) == [Story.at(5)])
  #expect(gaps.map(\.end) == [Story.at(150)])
}

@Test func whatComesAfterTheEndDoesNotStretchTheTimeline() throws {
  var story = try Story()
  story.claim(5)
  story.complete(100)
  story.add(90_000, .acknowledged(MissionAcknowledged()), by: "operator:ada@desk")
  let timeline = try story.timeline(at: 100_000)
  #expect(timeline.end == Story.at(100))
  #expect(timeline.entries.last?.type == "vp.mission.acknowledged")
}

@Test func aTimelineNamesTheMissionsThatBelongTogether() throws {
  var story = try Story(retryOf: "vp-mission-original")
  story.claim(5)
  story.fail(9)
  story.add(
    20,
    .retried(
      MissionRetried(
        newMissionID: try Known.mission("vp-mission-next"), vpID: story.vp, guidance: "slowly",
        freshWorkspace: false)), by: "orchestrator:s-1")
  let relatives = try story.timeline(at: 30).relatives
  #expect(relatives.map(\.relation) == ["retry_of", "retried_by"])
  #expect(relatives.map(\.missionID) == ["vp-mission-original", "vp-mission-next"])
}

@Test func anEventThatWasCausedByAnotherNamesIt() throws {
  var story = try Story()
  story.claim(5)
  story.add(
    9,
    .failed(
      MissionFailed(
        attempt: story.reference(), by: .reconciler, failureMode: .stale(.workerDead), error: nil)),
    by: "reconciler", causedBy: 2)
  #expect(try story.timeline(at: 30).entries.last?.causation?.description == "vp:2")
}
