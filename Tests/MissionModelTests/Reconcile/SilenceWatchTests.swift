import Testing

@testable import MissionModel

/// How silence is measured: never by a wall clock.
struct SilenceWatchTests {
  private let second: Int64 = 1_000_000

  /// A mission whose last word was recorded in boot `boot` at 5 microseconds.
  private func mission() throws -> MissionState {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    return try #require(bench.state)
  }

  private func look(
    _ watch: inout SilenceWatch, at seconds: Int64, boot: String? = "other",
    served: Bool = false, serving: Int64? = nil, position: Int64? = nil
  ) throws -> Silence? {
    var mission = try mission()
    if let position { mission.lease?.position = position }
    let look = SilenceWatch.Look(
      bootID: boot, mono: seconds * second + 5, servingSince: serving.map { $0 * second + 5 })
    watch.begin(look)
    defer { watch.end() }
    return watch.silence(of: mission, isServed: served, look)
  }

  @Test func theMonotonicClockTellsItWhereTheBootIsTheSame() throws {
    var watch = SilenceWatch()
    let silence = try look(&watch, at: 100, boot: "boot")
    #expect(silence == Silence(seconds: 100, measure: .monotonic))
  }

  @Test func elsewhereOnlyWhatTheReconcilerItselfSawCounts() throws {
    var watch = SilenceWatch()
    #expect(try look(&watch, at: 100) == Silence(seconds: 0, measure: .observed))
    #expect(try look(&watch, at: 130)?.seconds == 30)
    #expect(try look(&watch, at: 160)?.seconds == 60)
  }

  @Test func aWordStartsTheObservationAgain() throws {
    var watch = SilenceWatch()
    _ = try look(&watch, at: 100)
    #expect(try look(&watch, at: 130, position: 999)?.seconds == 0)
    #expect(try look(&watch, at: 140, position: 999)?.seconds == 10)
  }

  @Test func onlyServingTimeCountsForAWorkerThatReportsThroughAServer() throws {
    var watch = SilenceWatch(standstill: 90)
    let silence = try look(&watch, at: 1_000, boot: "boot", served: true, serving: 990)
    #expect(silence == Silence(seconds: 10, measure: .monotonic))
  }

  @Test func aServerThatCameLaterSaysNothingOfAWorkerThatWritesItself() throws {
    var watch = SilenceWatch(standstill: 90)
    #expect(try look(&watch, at: 1_000, boot: "boot", serving: 990)?.seconds == 1_000)
  }

  @Test func besideTheServerNobodyIsSilentWhoReportsThroughIt() throws {
    var watch = SilenceWatch(standstill: 90)
    for moment: Int64 in [1_000, 1_060, 1_120] {
      let silence = try look(&watch, at: moment, boot: "boot", served: true)
      #expect(silence == Silence(seconds: 0, measure: .observed))
    }
  }

  @Test func whoeverAsksToWatchBesideTheServerCountsWhatWasSeen() throws {
    var watch = SilenceWatch()
    #expect(try look(&watch, at: 1_000, boot: "boot", served: true)?.seconds == 0)
    let silence = try look(&watch, at: 1_130, boot: "boot", served: true)
    #expect(silence == Silence(seconds: 130, measure: .observed))
  }

  @Test func aReconcilerThatStoodStillStartsAgain() throws {
    var watch = SilenceWatch(standstill: 90)
    _ = try look(&watch, at: 10, boot: "boot")
    #expect(try look(&watch, at: 100, boot: "boot")?.seconds == 100)
    #expect(try look(&watch, at: 2_000, boot: "boot")?.seconds == 0)
    #expect(try look(&watch, at: 2_060, boot: "boot")?.seconds == 60)
  }

  @Test func aLedgerThatTookNoWordFromAnybodyMakesNobodySilent() throws {
    var watch = SilenceWatch(standstill: 90)
    _ = try look(&watch, at: 10, boot: "boot")
    watch.interrupt()
    #expect(try look(&watch, at: 60, boot: "boot")?.seconds == 0)
  }
}
