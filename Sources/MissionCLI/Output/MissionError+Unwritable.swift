import MissionModel
import Platform

extension MissionError {
  /// The error of an answer, or a file, that can't be written.
  init(unwritable what: String, _ cause: PlatformError) {
    self.init(
      cause.isNoSpace ? .ledgerFull : .ledgerReadOnly, "\(what) can't be written: \(cause)")
  }
}
