package import MissionModel

/// What an audit of the bridge found, source by source.
package struct BridgeAuditResult: Sendable {
  /// The audits, by ledger.
  package let sources: [Source]
  package let warnings: [Warning]

  /// What was found in one source.
  package struct Source: Sendable {
    package let audit: BridgeAudit
    /// The part of the audit that couldn't be compared with the source; nil where all was.
    package let notChecked: String?
  }
}
