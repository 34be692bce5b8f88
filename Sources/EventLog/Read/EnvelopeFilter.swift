import EventLogSQLite
import Platform

/// What an event's envelope must say to be read; nil admits anything.
///
/// It is applied to rows, so that the payloads of other events cost nothing.
package struct EnvelopeFilter: Hashable, Sendable {
  /// The event's type.
  package var type: String?
  /// The event's actor.
  package var actor: String?
  /// The call that asked for the event.
  package var requestID: String?

  /// Makes a filter.
  package init(type: String? = nil, actor: String? = nil, requestID: String? = nil) {
    self.type = type
    self.actor = actor
    self.requestID = requestID
  }

  /// The condition on a row of `events`; its three parameters come first in a statement.
  static let condition = """
    (?1 IS NULL OR type = (SELECT id FROM names WHERE name = ?1))
      AND (?2 IS NULL OR actor = (SELECT id FROM names WHERE name = ?2))
      AND (?3 IS NULL OR request_id = ?3)
    """

  /// The parameter that follows the condition's own.
  static let nextParameter = 4

  /// Binds the condition's parameters.
  func bind(to query: Statement) throws(SQLiteError) {
    try query.bind(type, at: 1)
    try query.bind(actor, at: 2)
    try query.bind(requestID, at: 3)
  }

  /// Whether the filter admits an event that has no row yet.
  func admits(_ event: RecordedEvent) -> Bool {
    Self.admits(type, event.type) && Self.admits(actor, event.actor)
      && Self.admits(requestID, event.requestID)
  }

  private static func admits(_ wanted: String?, _ given: String?) -> Bool {
    guard let wanted else { return true }
    return given.map { ExactText($0) == ExactText(wanted) } ?? false
  }
}
