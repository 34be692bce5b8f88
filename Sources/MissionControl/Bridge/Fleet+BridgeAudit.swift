import EventProjections
import MissionModel
import Platform

extension Fleet {
  /// Proves from the events alone that the bridge carried every event once and in order, or shows where it did not.
  ///
  /// The runtime ledger tells what was passed; where the source can be read, what was skipped is looked at there, and
  /// each item is held against the event that it tells of. Some twenty microseconds an item; memory is that of the
  /// findings, and of a number for each position that was passed twice.
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
