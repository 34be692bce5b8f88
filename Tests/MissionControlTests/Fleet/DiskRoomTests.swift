import MissionControl
import MissionModel
import MissionTesting
import Synchronization
import Testing

@Suite struct DiskRoomTests {
  /// A disk whose free space a test sets, and that counts how often it is asked.
  private final class Disk: Sendable {
    let free: Mutex<Int64>
    let looks = Mutex(0)

    init(_ free: Int64) { self.free = Mutex(free) }

    var probe: @Sendable (String) -> Int64? {
      { [self] _ in
        looks.withLock { $0 += 1 }
        return free.withLock { $0 }
      }
    }
  }

  private let clock = TestClock()
  private let disk = Disk(1 << 40)
  private let home: TemporaryHome
  private let fleet: Fleet

  init() throws {
    home = try TemporaryHome(clock: clock)
    fleet = home.fleet("min_free_bytes: 1MiB", freeBytes: disk.probe)
  }

  private func fill(to bytes: Int64) {
    disk.free.withLock { $0 = bytes }
    clock.advance(seconds: 1)
  }

  private func dispatch(_ key: String? = nil) async throws -> MissionID {
    var request = DispatchRequest(vpID: .general, objective: "x")
    request.idempotencyKey = key
    return try await fleet.dispatch(request, .tester).mission.id
  }

  @Test func belowTheLimitNewWorkIsRefusedAndBegunWorkEnds() async throws {
    let first = try await dispatch("k")
    let second = try await dispatch()
    let third = try await dispatch()
    let claim = ClaimRequest(vp: .general, worker: .first)
    let mission = try #require(try await fleet.claim(claim, .worker("w1")))
    let token = FencingToken(worker: .first, attempt: mission.state.attempt)
    _ = try await fleet.cancel(third, .tester)
    fill(to: (1 << 20) - 1)
    let heads = try await fleet.heads()
    #expect(await refusal { _ = try await dispatch() } == .ledgerFull)
    #expect(await refusal { _ = try await fleet.claim(claim, .worker("w1")) } == .ledgerFull)
    #expect(
      await refusal { _ = try await fleet.retry(third, RetryRequest(), .tester) } == .ledgerFull)
    #expect(try await fleet.heads() == heads)
    // The same dispatch again is no new work.
    #expect(try await dispatch("k") == first)
    _ = try await fleet.report(.heartbeat, on: first, as: token, .worker("w1"))
    _ = try await fleet.cancel(second, .tester)
    let done = try await fleet.report(
      .completed(MissionOutcome(message: "ok")), on: first, as: token, .worker("w1"))
    #expect(done.state.status == .completed)
    fill(to: 1 << 20)
    _ = try await dispatch()
  }

  @Test func aStatusSaysSoBeforeItHappens() async throws {
    _ = try await dispatch()
    #expect(try await fleet.status().warnings.isEmpty)
    fill(to: (2 << 20) - 2)
    #expect(try await fleet.status().warnings.map(\.kind) == [.diskLow])
    #expect(try await fleet.status().isQuiet)
    fill(to: 1)
    #expect(try await fleet.status().warnings.map(\.kind) == [.diskLow])
    #expect(try await !fleet.status().isQuiet)
  }

  @Test func theDiskIsAskedOnceASecond() async throws {
    for _ in 0..<5 { _ = try await dispatch() }
    #expect(disk.looks.withLock { $0 } == 1)
    clock.advance(seconds: 1)
    _ = try await dispatch()
    #expect(disk.looks.withLock { $0 } == 2)
  }

  @Test func noLimitAndNoAnswerRefuseNothing() async throws {
    disk.free.withLock { $0 = 0 }
    let request = DispatchRequest(vpID: .general, objective: "x")
    let limitless = home.fleet("min_free_bytes: 0", freeBytes: disk.probe)
    _ = try await limitless.dispatch(request, .tester)
    _ = try await home.fleet("min_free_bytes: 1MiB").dispatch(request, .tester)
  }

  @Test func withoutALimitADiskWithoutRoomIsNotQuiet() async throws {
    let limitless = home.fleet("min_free_bytes: 0", freeBytes: disk.probe)
    _ = try await limitless.dispatch(DispatchRequest(vpID: .general, objective: "x"), .tester)
    #expect(try await limitless.status().isQuiet)
    fill(to: 0)
    let status = try await limitless.status()
    #expect(!status.isQuiet && status.warnings.map(\.kind) == [.diskLow])
  }
}
