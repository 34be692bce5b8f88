import EventProjections
import MissionModel
import Platform

extension Fleet {
  /// Reads one ledger in one snapshot, on a thread that may block; nil where it has no file yet.
  func readBlocking<Value: Sendable>(
    _ ledger: LaneLedger, _ body: @Sendable (LaneReader) throws -> Value
  ) throws
    -> Value?
  {
    try homeState.checkIsThere()
    guard let log = try ledger.reader() else { return nil }
    let now = now
    do {
      return try log.readBlocking {
        try body(LaneReader($0, lane: ledger.lane.name, now: now, fleet: self))
      }
    } catch {
      throw MissionError(error, ledger: ledger.lane.name)
    }
  }

  /// Reads every ledger that holds missions, each in a snapshot of its own, leaving out the sick
  /// ones.
  func readEachBlocking<Value: Sendable>(_ body: @Sendable (LaneReader) throws -> Value) throws -> (
    values: [Value], warnings: [Warning]
  ) {
    try homeState.checkIsThere()
    var values: [Value] = []
    var warnings = warnings
    for ledger in missionLedgers {
      do {
        if let value = try readBlocking(ledger, body) { values.append(value) }
      } catch let error as MissionError {
        warnings.append(.leftOut(ledger.lane.name, error))
      }
    }
    return (values, warnings)
  }

  /// Reads one ledger in one snapshot; nil where it has no file yet.
  func read<Value: Sendable>(
    _ ledger: LaneLedger, _ body: @escaping @Sendable (LaneReader) throws -> Value
  ) async throws -> Value? {
    try await pool.run { try self.readBlocking(ledger, body) }
  }

  /// Reads every ledger that holds missions, each in a snapshot of its own, leaving out the sick
  /// ones.
  func readEach<Value: Sendable>(_ body: @escaping @Sendable (LaneReader) throws -> Value)
    async throws -> (values: [Value], warnings: [Warning])
  {
    try await pool.run { try self.readEachBlocking(body) }
  }
}
