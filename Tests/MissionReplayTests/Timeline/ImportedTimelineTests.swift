import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

/// What an import has brought stands at the times of the system that it comes from.
@Suite struct ImportedTimelineTests {
  private let home: TemporaryHome
  private let fleet: Fleet
  private let path: String

  init() throws {
    home = try TemporaryHome(
      clock: TestClock(start: Instant("2026-03-01T00:00:00Z") ?? Story.start))
    fleet = home.fleet()
    path = home.folder.file("old.db")
  }

  private func timeline(
    status: String, _ columns: [(String, LegacyFile.Value)], events: [(String, String)] = []
  ) async throws -> Timeline {
    let file = try LegacyFile(path)
    try file.mission("m1", status: status, columns)
    for (number, event) in events.enumerated() {
      try file.event(
        "e\(number)", of: "m1", event.0, payload: .text(#"{"step":"read"}"#), at: event.1)
    }
    file.close()
    _ = try await FleetImport(fleet, .tester).run(path, name: "old.db")
    return try await Replay(fleet).timeline(of: try Known.mission("m1"))
  }

  private func time(_ text: String) -> Instant { Instant("2026-01-02T\(text)Z") ?? Story.start }

  @Test func aMissionThatHadEndedIsToldByItsOwnTimes() async throws {
    let timeline = try await timeline(
      status: "completed",
      [
        ("started_at", .text("2026-01-02T10:10:00")),
        ("completed_at", .text("2026-01-02T10:40:00")),
        ("worker_id", .text("w-old")),
      ],
      events: [
        ("vp.mission.completed", "2026-01-02T10:40:00Z"),
        ("vp.mission.progress", "2026-01-02T12:20:00+02:00"), ("odd", ""),
      ])
    #expect(timeline.start == time("10:00:00"))
    #expect(timeline.end == time("10:40:00"))
    #expect(timeline.spans.map(\.status) == [.queued, .running])
    #expect(timeline.spans.map(\.start) == [time("10:00:00"), time("10:10:00")])
    #expect(timeline.spans.map(\.end) == [time("10:10:00"), time("10:40:00")])
    #expect(timeline.spans.last?.worker == "w-old")
    #expect(timeline.gaps.isEmpty)
    // By their times, the one without a time where its neighbour stands.
    #expect(
      timeline.entries.map(\.at) == [
        time("10:00:00"), time("10:20:00"), time("10:20:00"), time("10:40:00"),
      ])
    #expect(
      timeline.entries.map(\.summary.text) == [
        "imported as completed", #"vp.mission.progress, kept: {"step":"read"}"#,
        #"odd, kept: {"step":"read"}"#, #"vp.mission.completed, kept: {"step":"read"}"#,
      ])
    #expect(timeline.past?.source == "old.db")
    #expect(timeline.past?.recordedAt == timeline.entries[0].recordedAt)
    let text = TimelineDrawing(timeline, clock: .utc).lines.plainText
    #expect(text.contains("attempt 1"))
    #expect(text.contains("imported   2026-03-01 00:00:00 +00:00, from old.db"))
  }

  @Test func aRunningRowRunsOnAndEndsHere() async throws {
    let timeline = try await timeline(
      status: "running", [("claim_expires_at", .text("2026-01-02T10:30:00Z"))])
    #expect(timeline.spans.map(\.status) == [.running])
    #expect(timeline.spans[0].start == time("10:00:00"))
    #expect(timeline.spans[0].end == nil)
    _ = try await fleet.reconcile(by: "a test")
    let after = try await Replay(fleet).timeline(of: try Known.mission("m1"))
    #expect(after.spans.map(\.end) == [after.end])
    #expect(after.end == fleet.now)
    #expect(after.entries.last?.at == fleet.now)
  }

  @Test(arguments: ["completed", "queued", "running"])
  func aRowWithoutAnyTimeStandsAtItsImport(status: String) async throws {
    let timeline = try await timeline(
      status: status, [("created_at", .null), ("updated_at", .text("soon"))])
    #expect(timeline.start == fleet.now)
    #expect(timeline.end == fleet.now)
    #expect(timeline.spans.count <= 1)
  }

  @Test func aRowThatBeganAfterItsEndWaitedUntilItsEndAlone() async throws {
    let timeline = try await timeline(
      status: "completed",
      [
        ("started_at", .text("2026-01-02T10:50:00")),
        ("completed_at", .text("2026-01-02T10:40:00")),
      ])
    #expect(timeline.spans.map(\.status) == [.queued])
    #expect(timeline.spans.map(\.end) == [time("10:40:00")])
    #expect(timeline.end == time("10:40:00"))
  }

  @Test func aRunningRowWithoutAWorkerIsToldWhatTheReconcilerMakesOfIt() async throws {
    _ = try await timeline(status: "running", [("worker_id", .null)])
    let id = try Known.mission("m1")
    let why = try await Replay(fleet).why(try await fleet.get(id).mission)
    #expect(why.outlook?.contains("makes it failed") == true)
    _ = try await fleet.reconcile(by: "a test")
    #expect(try await fleet.get(id, GetRequest()).mission.state.status == .failed)
  }

  @Test func anEndAloneIsWhereAMissionStandsAndNoBarIsDrawnOfIt() async throws {
    let timeline = try await timeline(
      status: "completed",
      [
        ("created_at", .null), ("updated_at", .null),
        ("completed_at", .text("2026-01-02T10:40:00")),
      ])
    #expect(timeline.start == time("10:40:00") && timeline.end == timeline.start)
    #expect(timeline.entries.map(\.at) == [timeline.start])
    #expect(timeline.spans.isEmpty)
    let text = TimelineDrawing(timeline, clock: .utc).lines.plainText
    #expect(text.contains("from 2026-01-02 10:40:00 +00:00 to 10:40:00\n\n"))
    #expect(!text.contains("\n\n\n"))
  }

  @Test func whereItIsNotToldWhenItEndedNoLengthIsTold() async throws {
    let timeline = try await timeline(
      status: "completed", [], events: [("vp.mission.completed", "2026-01-02T10:30:00Z")])
    let text = TimelineDrawing(timeline, clock: .utc).lines.plainText
    #expect(text.contains("completed, reported\n"), "\(text)")
  }
}
