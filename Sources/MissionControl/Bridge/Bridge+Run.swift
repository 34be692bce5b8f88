import EventProjections
package import MissionModel
import Platform

extension Bridge {
  /// Carries waiting and new events until its task is cancelled, woken by every commit to a source
  /// and at least each `bridge_interval`.
  ///
  /// - Parameter report: called with each step, or with the runtime ledger's refusal of it.
  /// - Throws: an error of the runtime ledger that trying again won't mend.
  package func run(
    _ report: @escaping @Sendable (Result<BridgeStep, MissionError>) -> Void
  ) async throws {
    let pool = BlockingPool(name: "bridge", threads: 1)
    while !Task.isCancelled {
      let step: BridgeStep?
      do {
        step = try await pool.run { try self.step() }
        if let step { report(.success(step)) }
      } catch let error as MissionError where error.retryable {
        step = nil
        report(.failure(error))
      }
      if step?.hasMore == true { continue }
      try? await watch(after: step).wait(seconds: fleet.configuration.bridgeInterval)
    }
  }

  /// Carries what every source holds at this moment, and tells how each fared.
  ///
  /// - Throws: an error of the runtime ledger.
  package func catchUp() async throws -> BridgeStep {
    let pool = BlockingPool(name: "bridge", threads: 1)
    return try await pool.run {
      var heads: [String: Int64] = [:]
      var total = BridgeStep.none
      while true {
        let step = try self.step()
        total.add(step)
        for source in step.sources { heads[source.ledger] = heads[source.ledger] ?? source.head }
        let isBehind = step.sources.contains { source in
          source.error == nil && source.scanned < heads[source.ledger] ?? 0
        }
        if !isBehind { return total }
      }
    }
  }

  /// A wait for any source to move beyond what was seen of it.
  private func watch(after step: BridgeStep?) -> LedgersWatch {
    let heads = (step?.sources ?? []).compactMap { source -> (ProjectedLog, Int64)? in
      guard source.error == nil, let head = source.head,
        let log = try? fleet.ledger(named: source.ledger).reader()
      else { return nil }
      return (log, head)
    }
    return LedgersWatch(heads: heads)
  }
}
