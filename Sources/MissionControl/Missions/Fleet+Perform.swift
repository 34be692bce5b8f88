import EventLog
import EventProjections
import MissionModel
import Platform

extension Fleet {
  /// Runs a body in one transaction on a ledger, and words its errors as the contract does.
  func write<Value: Sendable>(
    _ ledger: LaneLedger, _ call: CallContext,
    _ body: @escaping @Sendable (MissionTransaction) throws -> Value
  ) async throws -> Value {
    let log = try await writableLog(ledger)
    do {
      return try await log.write { try body(self.transaction($0, call)) }
    } catch {
      pool.submit { ledger.letGo(after: error) }
      throw MissionError(error, ledger: ledger.lane.name)
    }
  }

  /// Does what `write` does, for a thread that may block.
  func writeBlocking<Value: Sendable>(
    _ ledger: LaneLedger, _ call: CallContext,
    _ body: @escaping @Sendable (MissionTransaction) throws -> Value
  ) throws -> Value {
    let log = try writableLogBlocking(ledger)
    do {
      return try log.writeBlocking { try body(self.transaction($0, call)) }
    } catch {
      ledger.letGo(after: error)
      throw MissionError(error, ledger: ledger.lane.name)
    }
  }

  /// Carries out a command on a mission, wherever it lives.
  func perform(_ command: MissionCommand, on id: MissionID, _ call: CallContext) async throws -> (
    outcome: MissionTransaction.Outcome, ledger: LaneLedger
  ) {
    let ledger = try await place(of: id)
    return (try await write(ledger, call) { try $0.perform(command, on: id) }, ledger)
  }

  private func transaction(_ transaction: ProjectionTransaction, _ call: CallContext)
    -> MissionTransaction
  {
    MissionTransaction(
      transaction: transaction, call: call,
      context: DecisionContext(
        now: transaction.now, ledger: transaction.ledger, policy: policy,
        bootID: surroundings.host.bootID.isEmpty ? nil : surroundings.host.bootID,
        mono: surroundings.clocks.monotonic()))
  }
}
