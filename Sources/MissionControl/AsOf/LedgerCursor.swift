package import MissionModel

/// A place in several ledgers at once, written `coder:12,runtime:40,vp:913`.
package struct LedgerCursor: Hashable, Sendable, CustomStringConvertible {
  /// The position reached in each ledger, by the ledger's name.
  package private(set) var positions: [String: Int64]

  /// Makes a cursor.
  package init(_ positions: [String: Int64] = [:]) {
    self.positions = positions
  }

  /// Reads `LEDGER:POSITION`, several of them joined by commas, or a bare position of the `only`
  /// ledger.
  ///
  /// - Parameters:
  ///   - text: what the caller wrote.
  ///   - field: the parameter's name, for the error.
  ///   - known: the fleet's ledgers, besides which none is accepted; nil for the text of a server,
  ///     which knows its own.
  ///   - only: the one ledger asked for, which a plain number belongs to.
  /// - Throws: `validation_error`, naming the field.
  package init(
    _ text: String, field: String, known: [String]?, only: String?
  ) throws(MissionError) {
    var positions: [String: Int64] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: ":", omittingEmptySubsequences: false)
      let ledger = halves.count == 2 ? String(halves[0]) : halves.count == 1 ? only : nil
      guard let ledger, let digits = halves.last, let position = Int64(digits), position >= 0 else {
        throw MissionError(
          .validationError,
          "\(field) '\(text)' is not a place in the log: give LEDGER:POSITION (such as vp:12), several joined "
            + "by commas, or with one ledger a plain position")
      }
      if let known, !known.contains(ledger) {
        throw MissionError(
          .validationError,
          "\(field) names the ledger '\(ledger)', which this home doesn't have: "
            + known.sorted().joined(separator: ", "))
      }
      guard positions.updateValue(position, forKey: ledger) == nil else {
        throw MissionError(.validationError, "\(field) names the ledger '\(ledger)' twice")
      }
    }
    self.positions = positions
  }

  /// Moves the place in one ledger.
  package mutating func advance(_ ledger: String, to position: Int64) {
    positions[ledger] = position
  }

  /// The cursor as written, ledgers in the order of their names.
  package var description: String {
    positions.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
  }
}
