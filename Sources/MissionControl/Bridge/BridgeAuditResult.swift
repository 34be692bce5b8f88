package import MissionModel

/// What an audit of the bridge found, source by source.
package struct BridgeAuditResult: Sendable {
  /// The audits, by ledger.
  package let sources: [Source]
  package let warnings: [Warning]

  /// What was found in one source.
  package struct Source: Sendable {
    package let audit: BridgeAudit
    /// What could not be held against the source itself; nil where all was.
    package let notChecked: String?
  }
}
