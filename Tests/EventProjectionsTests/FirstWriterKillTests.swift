import EventLog
import EventProjections
import Glibc
import MissionTesting
import Platform
import Testing

/// A ledger is made with its tables in one transaction.
@Suite struct FirstWriterKillTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Clocks that end the process when they are read for the nth time.
  private static func deadly(reading: Int) -> Clocks {
    let count = Condition(0)
    return Clocks(
      now: {
        count.change { $0 += 1 }
        if count.withLock({ $0 }) == reading { kill(getpid(), SIGKILL) }
        return .epoch
      }, monotonic: { 0 })
  }

  @Test func aFirstWriterThatIsKilledLeavesNoLedgerWithoutItsRows() async throws {
    // Each reading of the clock begins a transaction: the first makes the file, the second would
    // append.
    for reading in 1...2 {
      let path = folder.file("bank\(reading).db")
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, reading = reading as Int] in
        let options = EventLog.Options(
          durability: .none, clocks: FirstWriterKillTests.deadly(reading: reading))
        let ledger = try ProjectedLog.open(
          path, options, projections: ProjectionSet([accounts.erased, initials.erased]))
        try ledger.writeBlocking { _ = try $0.tell("a", "opened") }
      }
      #expect(EventLog.isUnmade(at: path) == (reading == 1))
      guard reading > 1 else { continue }
      let ledger = try Bank.open(path, access: .readOnly)
      defer { ledger.close() }
      #expect(try ledger.readBlocking { $0.head } == 0)
      #expect(try await ledger.status().map(\.storedVersion) == [1, 1])
    }
  }
}
