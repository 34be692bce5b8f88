package import MissionModel
package import Platform

extension MissionError {
  /// Words what kept something from being written as the contract does: no space, no right to write there, or what may
  /// pass.
  package init(_ error: PlatformError, doing: String) {
    self.init(
      error.isNoSpace ? .ledgerFull : error.isReadOnly ? .ledgerReadOnly : .unavailable,
      "\(doing) failed: \(error)")
  }
}
