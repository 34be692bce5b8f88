import EventLog
import EventProjections
import MissionModel
import Platform

extension Fleet {
  /// Runs a body in one transaction on a ledger, and words its errors as the contract does.
  func write<Value: Sendable>(
    _ ledger: LaneLedger, _ call: CallContext,
    _ body: @escaping @Sendable (LaneTransaction) throws -> Value
  ) async throws -> Value {
    let log = try await writableLog(ledger)
    do {
      let (value, appends) = try await log.write { transaction in
        try transaction.noting { try body(self.transaction(transaction, call)) }
      }
      ledger.health.succeeded(appending: appends)
      return value
    } catch {
      ledger.health.failed(error)
      if error is LogError { await pool.run { ledger.letGo(after: error) } }
      throw MissionError(error, ledger: ledger.lane.name)
    }
  }

  /// Does what `write` does, on a thread that may block; `targetsElsewhere` are the target paths of
  /// the other lanes' missions, for a caller that keeps them from getting others meanwhile.
  func writeBlocking<Value: Sendable>(
    _ ledger: LaneLedger, _ call: CallContext, targetsElsewhere: Set<ExactText>? = nil,
    _ body: @escaping @Sendable (LaneTransaction) throws -> Value
  ) throws -> Value {
    let log = try writableLogBlocking(ledger)
    do {
      let (value, appends) = try log.writeBlocking { transaction in
        try transaction.noting { try body(self.transaction(transaction, call, targetsElsewhere)) }
      }
      ledger.health.succeeded(appending: appends)
      return value
    } catch {
      ledger.health.failed(error)
      ledger.letGo(after: error)
      throw MissionError(error, ledger: ledger.lane.name)
    }
  }

  /// Does what `write` does; if it may claim a mission with a target path, while no other lane's
  /// mission can get one.
  func write<Value: Sendable>(
    _ ledger: LaneLedger, _ call: CallContext, holdingTargets: Bool,
    _ body: @escaping @Sendable (LaneTransaction) throws -> Value
  ) async throws -> Value {
    guard holdingTargets else { return try await write(ledger, call, body) }
    // The lock needs a place: this makes a missing home.
    _ = try await writableLog(ledger)
    // Rows older than the program's don't show targets; they are rebuilt before other claims have
    // to wait.
    await renewRows()
    return try await targetClaims.run {
      let elsewhere = TargetsElsewhere(self, besides: ledger.lane.name).paths
      return try self.writeBlocking(ledger, call, targetsElsewhere: elsewhere, body)
    }
  }

  /// Carries out a command on a mission, wherever it lives, and answers the mission as it then is.
  func perform(
    _ command: MissionCommand, on id: MissionID, withRequest: Bool = true, _ call: CallContext
  ) async throws -> LaneTransaction.Answer {
    let command = command.redacted(by: redactor)
    let ledger = try await placeForWriting(of: id)
    return try await write(ledger, call) {
      try $0.answer(command, on: id, withRequest: withRequest)
    }.get()
  }

  /// Does what `perform` does, on a thread that may block.
  func performBlocking(
    _ command: MissionCommand, on id: MissionID, withRequest: Bool = true, _ call: CallContext
  ) throws -> LaneTransaction.Answer {
    let command = command.redacted(by: redactor)
    let ledger = try placeForWritingBlocking(of: id)
    return try writeBlocking(ledger, call) {
      try $0.answer(command, on: id, withRequest: withRequest)
    }.get()
  }

  private func transaction(
    _ transaction: ProjectionTransaction, _ call: CallContext,
    _ targetsElsewhere: Set<ExactText>? = nil
  ) -> LaneTransaction {
    let clocks = surroundings.clocks
    return LaneTransaction(
      projected: transaction, call: call,
      context: DecisionContext(
        now: transaction.now, ledger: transaction.ledger, policy: policy,
        bootID: surroundings.host.bootID.isEmpty ? nil : surroundings.host.bootID,
        mono: clocks.monotonic(), wallTime: min(transaction.now, clocks.now())),
      configuration: configuration, upcasting: upcasting, targetsElsewhere: targetsElsewhere)
  }
}

extension ProjectionTransaction {
  /// Runs a body, and tells whether it has appended anything.
  fileprivate func noting<Value>(_ body: () throws -> Value) rethrows -> (Value, appends: Bool) {
    let before = head
    let value = try body()
    return (value, head > before)
  }
}
