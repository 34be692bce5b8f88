package import MissionModel
package import Platform

extension MissionError {
  /// Words a failure to write as the contract does: no space, a passing obstacle, or a place where
  /// nothing can be written.
  package init(_ error: PlatformError, doing: String) {
    self.init(
      error.isNoSpace ? .ledgerFull : error.mayPass ? .unavailable : .ledgerReadOnly,
      "\(doing) failed: \(error)")
  }
}
