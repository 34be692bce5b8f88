package import MissionModel
package import Platform

extension MissionError {
  /// Words what kept something from being written as the contract does: no space, what may
  /// pass, or a place where nothing can be written.
  package init(_ error: PlatformError, doing: String) {
    self.init(
      error.isNoSpace ? .ledgerFull : error.mayPass ? .unavailable : .ledgerReadOnly,
      "\(doing) failed: \(error)")
  }
}
