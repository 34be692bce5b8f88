/// The result of verifying a ledger's rows.
public struct RowsReport: Hashable, Sendable {
  /// The check of each projection, at the position where its rows are said to end.
  public let checks: [CheckReport]
  /// The last position of the log.
  public let head: Int64
  /// The name under which an event is parked although the ledger has no such projection; nil if
  /// there is none.
  public let parkedStranger: String?

  /// Why rows that are right as far as they go could not be served; nil if all reach the log's end.
  public var behind: ProjectionError? {
    checks.first { $0.position < head }.map { .behind($0.name, at: $0.position, of: head) }
  }
}

/// Something in a ledger's file that its program would not have made there.
public struct SchemaBreak: Hashable, Sendable {
  /// Whether it is missing, changed or foreign, in words.
  public let message: String
  /// The projection whose table it belongs to, which a rebuild makes anew; nil if there is none.
  public let projection: String?
}
