import MissionModel
import MissionReplay
import Platform
import Testing

private func draw(_ story: Story, at seconds: Double, clock: ClockFace = .utc) throws -> String {
  TimelineDrawing(try story.timeline(at: seconds), clock: clock).lines.plainText
}

@Test func aFinishedMissionIsDrawnWithItsBlocksAndSilences() throws {
  var story = try Story()
  story.claim(2.4)
  story.start(3)
  story.beat(43)
  story.progress(125, "Counted 1,204 commits")
  story.beat(330)
  story.block(340)
  story.beat(380)
  story.answer(400)
  story.complete(470)
  #expect(try draw(story, at: 900) == finished)
}

@Test func aRetriedMissionThatFellSilentShowsItsAttempts() throws {
  var story = try Story(retryOf: "vp-mission-original")
  story.claim(5)
  story.requeue(60)
  story.claim(80, attempt: 2)
  story.progress(90, "at it", attempt: 2)
  #expect(try draw(story, at: 500) == silent)
}

@Test func whatWasBlockedIsShownAsThatHoweverSilentTheWorkerWas() throws {
  var story = try Story()
  story.claim(5)
  story.progress(6, "at it")
  story.block(706)
  story.answer(7_706)
  story.fail(8_406)
  let timeline = try story.timeline(at: 9_000)
  #expect(timeline.gaps.count == 2)
  let bar = try #require(
    TimelineDrawing(timeline, clock: .utc).lines.first { $0.text.hasPrefix("attempt 1") }?.text)
  #expect(bar.filter { $0 == "▒" }.count > 40, "\(bar)")
  #expect(bar.contains("··▒") && bar.contains("▒··"), "\(bar)")
}

@Test func aSilenceThatNoBarShowsIsNotExplained() throws {
  var story = try Story()
  story.claim(5)
  story.block(6)
  let timeline = try story.timeline(at: 9_000)
  #expect(timeline.gaps.count == 1)
  let text = TimelineDrawing(timeline, clock: .utc).lines.plainText
  #expect(!text.contains("··") && text.contains("has been silent for"), "\(text)")
  #expect(!TimelinePage(timeline, clock: .utc).html.contains("hatched: the worker"))
}

@Test func alsoOneOfAYearFitsTheScreen() throws {
  var story = try Story()
  story.claim(330 * 86_400)
  let lines = TimelineDrawing(try story.timeline(at: 331 * 86_400), clock: .utc).lines
  #expect(lines.allSatisfy { $0.columns <= 80 })
  #expect(lines.plainText.contains(" 330d 00:00:00\n"))
  #expect(lines.plainText.contains("\n+330d 00:00:00 09:30:00  claimed by w-1"))
}

@Test func aTimelineOfAMomentIsShownInMilliseconds() throws {
  var story = try Story()
  story.claim(0.012)
  story.start(0.02)
  story.complete(0.045)
  let text = try draw(story, at: 9)
  #expect(text.contains("completed, reported, after 0:00.045"))
  #expect(text.contains("+0:00.012 "))
}

@Test func whatLedToAnEventIsNamedByItsLineOrByItself() throws {
  var story = try Story()
  story.claim(2)
  story.add(300, .annotated(.init(note: "late")), by: "reconciler", causedBy: 2)
  story.add(301, .annotated(.init(note: "elsewhere")), causedBy: 77)
  let text = try draw(story, at: 400)
  #expect(text.contains("note: late (reconciler, because of +0:02.0)"))
  #expect(text.contains("note: elsewhere (because of vp:77)"))
}

@Test func timesAreShownInTheReadersZone() throws {
  let text = try draw(try Story(), at: 0, clock: ClockFace { _ in 7_200 })
  #expect(text.contains("from 2026-03-01 11:30:00 +02:00 to 11:30:00"))
}

@Test func aMomentBeyondTheYears9999IsShownWhole() {
  let clock = ClockFace { _ in 32_400 }
  let last = Instant(microseconds: 253_402_300_740_000_000)
  #expect(clock.full(last) == "+010000-01-01 08:59:00 +09:00")
  #expect(clock.time(Instant(microseconds: .max)).count == 8)
}

@Test func whoCancelledIsNamedOnce() throws {
  var story = try Story()
  story.claim(5)
  story.add(9, .cancelRequested(.init(reason: "enough")), by: "operator:ada@desk")
  let text = TimelineDrawing(try story.timeline(at: 20), clock: .utc, width: 120).lines.plainText
  #expect(text.contains("cancel requested by operator:ada@desk: enough\n"), "\(text)")
}

@Test func everyLineFitsEightyColumnsWhateverItHolds() throws {
  var story = try Story(objective: String(repeating: "長い目的 without end ", count: 60))
  story.claim(5)
  story.progress(9, String(repeating: "x", count: 5_000))
  story.progress(11, "line\nbreaks\tand \u{1B}[31mcolours\u{7}")
  story.add(
    90_000, .annotated(.init(note: String(repeating: "🙂", count: 300))),
    by: "operator:ada@desk")
  story.fail(200_000)
  let lines = TimelineDrawing(try story.timeline(at: 300_000), clock: .utc).lines
  #expect(lines.allSatisfy { $0.columns <= 80 })
  #expect(!lines.plainText.contains("\u{1B}"))
}

@Test func namesOfTheGreatestLengthFitTheScreenWhole() throws {
  let (vp, mission) = (
    "vp." + String(repeating: "v", count: 125), String(repeating: "m", count: 128)
  )
  let request = DispatchRequest(vpID: try Known.vp(vp), objective: "x")
  var story = try Story(
    beginningWith: .dispatched(
      MissionDispatched(missionID: try Known.mission(mission), request: request)),
    vp: vp, worker: String(repeating: "w", count: 128), mission: mission)
  story.claim(5)
  story.complete(900)
  let lines = TimelineDrawing(try story.timeline(at: 950), clock: .utc).lines
  #expect(lines.allSatisfy { $0.columns <= 80 })
  #expect(lines.prefix(4).map(\.text).joined() == mission + vp)
  #expect(lines.plainText.contains("silent for 14m 55s"))
}

private let finished = """
  vp-mission-0123456789abcdef01234567  vp.general.primary
  completed, reported, after 7:50.0
  Survey the repository and write a report
  from 2026-03-01 09:30:00 +00:00 to 09:37:50

  queued     ─                                                              0:02.4
  attempt 1  ━━━━━━━━━━━━━━━·························━▒▒▒▒▒▒▒▒━━━━━━━━━     7:47.6
             0:00                      3:55.0                    7:50.0
             ── queued   ━━ running   ▒▒ blocked   ·· silent

     +0:00.0 09:30:00  dispatched to vp.general.primary (orchestrator:s-1)
     +0:02.4 09:30:02  claimed by w-1 on host-a, attempt 1
     +0:03.0 09:30:03  started: /w/m
     +2:05.0 09:32:05  progress 40 %: Counted 1,204 commits
             ⋮         w-1 was silent for 3m 25s
     +5:40.0 09:35:40  blocked, question q1: Which branch? [main / next]
     +6:40.0 09:36:40  answered question q1: main (operator:ada@desk)
     +7:50.0 09:37:50  completed: A report of 12 pages

  heartbeats 3, the last at 09:36:20, 8m 40s ago
  result     workspace:///w/m
  files      figures.csv, report.md
  next       Read chapter 3

  """

private let silent = """
  vp-mission-0123456789abcdef01234567  vp.general.primary
  stale (claim_expired), reported, for 8:20.0
  Survey the repository and write a report
  from 2026-03-01 09:30:00 +00:00 to 09:38:20

  queued     ─     ───                                                      0:25.0
  attempt 1  ━━━━━━                                                         0:55.0
  attempt 2           ━················································     7:00.0
             0:00                      4:10.0                    8:20.0
             ── queued   ━━ running   ·· silent

     +0:00.0 09:30:00  dispatched to vp.general.primary as a retry of
                       vp-mission-original (orchestrator:s-1)
     +0:05.0 09:30:05  claimed by w-1 on host-a, attempt 1
     +1:00.0 09:31:00  requeued: worker_shutdown
     +1:20.0 09:31:20  claimed by w-1 on host-a, attempt 2
     +1:30.0 09:31:30  progress 40 %: at it
             ⋮         w-1 has been silent for 6m 50s

  retry of   vp-mission-original

  """
