import EventProjections
import Platform

extension Fleet {
  /// Proves from the events alone that the bridge carried every event once and in order, or shows
  /// where it did not.
  ///
  /// The runtime ledger records what was passed. Where the source can be read, skipped events are
  /// examined there, and each item is compared with its event. Some twenty microseconds an item;
  /// memory for the findings, and for a number per position that was passed twice.
  package func auditBridge() async throws -> BridgeAuditResult {
    let pool = BlockingPool(name: "bridge audit", threads: 1)
    return try await pool.run {
      var auditor = BridgeAuditor(upcasting: self.upcasting)
      for ledger in self.missionLedgers { auditor.add(ledger) }
      let unmoved = auditor
      let audited = try self.readRuntimeBlocking { reader in
        var auditor = unmoved
        try auditor.follow(reader.log)
        return auditor
      }
      return BridgeAuditResult(
        sources: (audited ?? unmoved).results,
        warnings: self.warnings + (audited ?? unmoved).warnings)
    }
  }
}
