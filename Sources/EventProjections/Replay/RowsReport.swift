/// What a verification of a ledger's rows found.
public struct RowsReport: Hashable, Sendable {
  /// What was found of each projection, at the position that its rows are said to end at.
  public let checks: [CheckReport]
  /// The last position of the log.
  public let head: Int64
  /// The name under which an event is parked although the ledger has no such projection; nil without any.
  public let parkedStranger: String?

  /// Why rows could not be served that are what the log says as far as they go; nil where all go to its end.
  public var behind: ProjectionError? {
    checks.first { $0.position < head }.map { .behind($0.name, at: $0.position, of: head) }
  }
}

/// Something in a ledger's file that its program would not have made there.
public struct SchemaBreak: Hashable, Sendable {
  /// What is missing, other than it was made, or foreign.
  public let message: String
  /// The projection of whose tables it is, which a rebuild makes anew; nil where it is of none.
  public let projection: String?
}
