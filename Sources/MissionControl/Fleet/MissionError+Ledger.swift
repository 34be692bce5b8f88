import EventLog
import EventProjections
package import MissionModel
import Platform

extension MissionError {
  /// How long a caller should wait before it tries a locked ledger again, in milliseconds.
  private static let lockedRetryMs = 1_000

  /// Words an error of a lower floor as the contract does; one of the contract's own passes
  /// through.
  init(_ error: any Error, ledger: String) {
    let known = Self(leaving: error) ?? Self(.internalError, "\(error)")
    // A message that names the ledger by itself is left as it is.
    self =
      known.message.contains("ledger \(ledger)") || error is MissionError
      ? known : known.placed(Self.place(of: ledger))
  }

  /// Words any error; one that is no floor's is a bug, and reveals no more.
  package init(whatever error: any Error) {
    self =
      Self(leaving: error)
      ?? Self(.internalError, "an unexpected \(type(of: error)): this is a bug")
  }

  /// Words an error that left a lower floor unworded, as those of whole logs do; nil for any other.
  package init?(leaving error: any Error) {
    switch error {
    case let error as MissionError: self = error
    case let error as LogError:
      let code = Code(error.code)
      self.init(
        code, error.message, retryAfterMs: code.traits.retryable ? Self.lockedRetryMs : nil)
    case let error as ProjectionError: self.init(Code(error.code), error.message)
    case let error as PlatformError where error.isOfLimits:
      self.init(
        .unavailable, "\(error): raise this user's limit, or end processes that it doesn't need")
    default: return nil
    }
  }

  /// Makes the error of an answer that leaves out a ledger, from that ledger's warning: its code
  /// and its words.
  package static func leftOut(_ code: Code, _ message: String) -> MissionError {
    MissionError(code, message, retryAfterMs: code.traits.retryable ? lockedRetryMs : nil)
  }

  /// Whether a ledger itself stands in the way, so that other ledgers may well answer.
  package var isOfLedger: Bool {
    switch code {
    case .vpDBLocked, .ledgerFull, .ledgerReadOnly, .ledgerCorrupt, .schemaTooNew,
      .eventSchemaTooNew, .projectionOutdated, .notALedger, .unsupportedFilesystem, .unavailable:
      true
    default: false
    }
  }

  /// The message for a sentence that has named the ledger already.
  package func message(within ledger: String) -> String {
    Self.message(message, within: ledger)
  }

  /// An error's message for a sentence that has named the ledger already.
  package static func message(_ message: String, within ledger: String) -> String {
    let place = place(of: ledger)
    return message.hasPrefix(place) ? String(message.dropFirst(place.count)) : message
  }

  /// How a message names the ledger that it is about.
  private static func place(of ledger: String) -> String { "ledger \(ledger): " }

  private func placed(_ place: String) -> MissionError {
    MissionError(code, place + message, retryAfterMs: retryAfterMs, details: details)
  }
}

extension MissionError.Code {
  /// The contract's code for a failure of a projection.
  fileprivate init(_ code: ProjectionError.Code) {
    self =
      switch code {
      case .outdated: .projectionOutdated
      case .newer: .schemaTooNew
      case .unknown: .validationError
      case .corruptRow: .ledgerCorrupt
      default: .internalError
      }
  }

  /// The contract's code for a failure of the log.
  init(_ code: LogError.Code) {
    self =
      switch code {
      case .locked: .vpDBLocked
      case .full: .ledgerFull
      case .readOnly: .ledgerReadOnly
      case .corrupt: .ledgerCorrupt
      // The disk failed, which says nothing of the file's content: the next call opens and examines
      // it anew.
      case .io: .unavailable
      case .schemaTooNew: .schemaTooNew
      case .notALedger: .notALedger
      case .unsupportedFilesystem: .unsupportedFilesystem
      case .versionConflict: .versionConflict
      case .payloadTooLarge: .payloadTooLarge
      case .invalidEvent: .validationError
      case .notFound: .notFound
      case .closed: .unavailable
      default: .internalError
      }
  }
}
