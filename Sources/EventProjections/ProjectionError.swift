/// A reason why a projection could not be served.
///
/// The log's own refusals are thrown as `LogError`.
public struct ProjectionError: Error, Hashable, Sendable {
  /// A kind of failure that a caller can act on.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Case: String {
      case outdated, newer, unknown, corruptRow
    }
    private let value: Case

    /// The stored rows are of an older fold, or end before the log does: open the log for writing,
    /// or rebuild.
    public static let outdated = Code(value: .outdated)
    /// The stored rows are of a newer fold than this program's.
    public static let newer = Code(value: .newer)
    /// There is no projection of that name.
    public static let unknown = Code(value: .unknown)
    /// A stored row holds something that its table can't hold.
    public static let corruptRow = Code(value: .corruptRow)

    /// The code's name.
    public var description: String { value.rawValue }
  }

  /// What went wrong.
  public let code: Code
  /// Which projection was wrong, how, what was expected, and what to do.
  public let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
