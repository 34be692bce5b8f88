package import MissionModel

/// The findings of an audit of the bridge, source by source.
package struct BridgeAuditResult: Sendable {
  /// The audits, by ledger.
  package let sources: [Source]
  package let warnings: [Warning]

  /// The findings in one source.
  package struct Source: Sendable {
    package let audit: BridgeAudit
    /// The part of the audit that couldn't be compared with the source; nil where all was.
    package let notChecked: String?
  }
}
