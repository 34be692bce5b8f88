/// Why a projection could not be served.
///
/// What the log itself refuses is thrown as its own `LogError`.
public struct ProjectionError: Error, Hashable, Sendable {
  /// What went wrong, as something to act on.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Case: String {
      case outdated, newer, unknown, corruptRow
    }
    private let value: Case

    /// The stored rows are of an older fold, or end before the log does: open for writing, or rebuild.
    public static let outdated = Code(value: .outdated)
    /// The stored rows are of a newer fold than this program's.
    public static let newer = Code(value: .newer)
    /// There is no projection of that name.
    public static let unknown = Code(value: .unknown)
    /// A stored row is not what its table can hold.
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
