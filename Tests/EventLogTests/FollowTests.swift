import EventLog
import Testing

@Suite struct FollowTests {
  let ledger: TestLedger
  let stream: StreamName

  init() throws {
    ledger = try TestLedger()
    stream = try StreamName("thing/1")
  }

  @Test func aFollowerSeesWhatIsThereAndWhatComesFromAnotherOpening() async throws {
    let writing = try ledger.open()
    try await writing.append([.numbered(1), .numbered(2)], to: stream)
    let reading = try ledger.open { $0.access = .readOnly }
    let seen = Task {
      var positions: [Int64] = []
      for try await event in reading.follow(after: 1) {
        positions.append(event.position)
        if event.position == 600 { break }
      }
      return positions
    }
    for start in stride(from: 3, to: 600, by: 3) {
      try await writing.append((start..<(start + 3)).map { .numbered($0) }, to: stream)
    }
    try await writing.append([.numbered(600)], to: stream)
    #expect(try await seen.value == Array(2...600))
  }

  @Test func aWaitEndsWithTheCommitItWaitsForOrWithItsTime() async throws {
    let writing = try ledger.open()
    let reading = try ledger.open { $0.access = .readOnly }
    #expect(try await reading.waitForHead(beyond: 0, timeoutSeconds: 0.05) == nil)
    async let head = reading.waitForHead(beyond: 0, timeoutSeconds: 60)
    try await writing.append([.numbered(1)], to: stream)
    #expect(try await head == 1)
    #expect(try await reading.waitForHead(beyond: 0, timeoutSeconds: 60) == 1)
    #expect(try await writing.waitForHead(beyond: 0, timeoutSeconds: 60) == 1)
  }

  @Test func aCancelledWaitEnds() async throws {
    let log = try ledger.open()
    let wait = Task { try await log.waitForHead(beyond: 0, timeoutSeconds: 600) }
    wait.cancel()
    #expect(try await wait.value == nil)
  }

  @Test func closingEndsWhoeverWaits() async throws {
    let log = try ledger.open()
    let wait = Task { try await log.waitForHead(beyond: 0, timeoutSeconds: 600) }
    let following = Task { for try await _ in log.follow() {} }
    _ = try? await log.waitForHead(beyond: 0, timeoutSeconds: 0.05)
    log.close()
    await #expect(throws: LogError.self) { _ = try await wait.value }
    await #expect(throws: LogError.self) { try await following.value }
    let error = await #expect(throws: LogError.self) {
      try await log.append([.numbered(1)], to: stream)
    }
    #expect(error?.code == .closed)
    await #expect(throws: LogError.self) { try await log.read { $0.head } }
  }
}
