/// An event on which a reducer failed; its row stayed as it was.
public struct ParkedEvent: Hashable, Sendable {
  /// The event's position.
  public let position: Int64
  /// Why it could not be folded.
  public let error: String
}
