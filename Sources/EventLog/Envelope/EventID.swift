/// The permanent name of one event: its ledger and its position there, written `ledger:position`.
public struct EventID: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
  /// The ledger's name.
  public let ledger: String
  /// The event's place in the ledger, from 1.
  public let position: Int64

  /// Makes the name of the event at a position.
  public init(ledger: String, position: Int64) {
    self.ledger = ledger
    self.position = position
  }

  /// Reads `ledger:position`; nil for anything else.
  public init?(_ description: String) {
    guard let colon = description.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let digits = description[description.index(after: colon)...]
    guard let position = Int64(digits), position > 0, String(position) == digits,
      colon > description.startIndex
    else { return nil }
    self.init(ledger: String(description[..<colon]), position: position)
  }

  /// The name as `ledger:position`.
  public var description: String { "\(ledger):\(position)" }
}
