import Glibc
import Platform
import Testing

@Suite struct ThreadTests {
  @Test func aPoolRunsEveryJobOnAtMostItsThreads() async throws {
    let pool = BlockingPool(name: "test", threads: 3)
    let running = Condition((now: 0, most: 0))
    let sum = await withTaskGroup(of: Int.self) { group in
      for number in 1...100 {
        group.addTask {
          await pool.run {
            running.change { count in
              count.now += 1
              count.most = max(count.most, count.now)
            }
            sched_yield()
            running.change { $0.now -= 1 }
            return number
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(sum == 5_050)
    #expect((1...3).contains(running.withLock { $0.most }))
  }

  @Test func anErrorOfAJobReachesItsCaller() async {
    let pool = BlockingPool(name: "test", threads: 1)
    await #expect(throws: PlatformError(errno: EIO, operation: "x")) {
      try await pool.run { throw PlatformError(errno: EIO, operation: "x") }
    }
  }

  @Test func aWaitingThreadSeesTheChangeItWaitsFor() throws {
    let count = Condition(0)
    let thread = try PlatformThread.spawn(name: "a name of more than fifteen bytes") {
      for _ in 0..<100 { count.change { $0 += 1 } }
    }
    #expect(count.wait { $0 == 100 ? $0 : nil } == 100)
    thread.join()
  }

  @Test func aWaitThatRunsOutGivesNothing() {
    let never = Condition(false)
    #expect(never.wait(upToSeconds: 0.01) { $0 ? true : nil } == nil)
    #expect(never.wait(upToSeconds: -1) { $0 ? true : nil } == nil)
    #expect(never.wait(upToSeconds: .infinity) { !$0 ? true : nil } == true)
  }

  @Test func aSignalReachesEveryWatchOfItUntilItsStop() throws {
    let seen = Condition((first: 0, second: 0))
    let first = try SignalWatch([SIGUSR2]) { _ in seen.change { $0.first += 1 } }
    let second = try SignalWatch([SIGUSR1, SIGUSR2]) { _ in seen.change { $0.second += 1 } }
    kill(getpid(), SIGUSR2)
    seen.wait { $0.first == 1 && $0.second == 1 ? () : nil }
    first.stop()
    kill(getpid(), SIGUSR2)
    seen.wait { $0.second == 2 ? () : nil }
    #expect(seen.withLock { $0.first } == 1)
    second.stop()
  }

  @Test func aWriteToAClosedPipeFailsInsteadOfEndingTheProcess() throws {
    Signals.surviveBrokenWrites()
    var ends: [Int32] = [0, 0]
    let made = unsafe pipe(&ends)
    try #require(made == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let (written, error) = (unsafe write(ends[1], "x", 1), errno)
    #expect(written == -1)
    #expect(error == EPIPE)
    raise(SIGXFSZ)
  }

  @Test func aReaderWhoIsSlowGetsAllOfAPipeThatNobodyWaitsAt() throws {
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    #expect(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
    defer { close(reader) }
    let bytes = [UInt8](repeating: 7, count: 300_000)
    let written = Condition<Bool?>(nil)
    let thread = try PlatformThread.spawn(name: "writer") {
      let isWhole = try? Terminal.write(bytes, to: writer)
      close(writer)
      written.change { $0 = isWhole ?? false }
    }
    var count = 0
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let read = unsafe read(reader, &buffer, buffer.count)
      guard read > 0 else { break }
      count += read
    }
    thread.join()
    #expect(count == bytes.count)
    #expect(written.withLock { $0 } == true)
  }

  @Test func randomBytesAreAsManyAsAskedFor() {
    #expect(Randomness.system.bytes(0).isEmpty)
    #expect(Randomness.system.bytes(1_000).count == 1_000)
    #expect(Randomness.system.bytes(32) != Randomness.system.bytes(32))
    #expect(Clocks.system.now() > Instant.epoch)
    let before = Clocks.system.monotonic()
    #expect(Clocks.system.monotonic() >= before)
  }
}
