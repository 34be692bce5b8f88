/// The result of a verification: what was checked, and the first break.
public struct VerifyReport: Hashable, Sendable {
  /// How much is checked.
  public enum Scope: Hashable, Sendable {
    /// Order, versions, payloads, leaves, subtree hashes, root, dictionaries.
    case log
    /// The log, and SQLite's own check of every page and index.
    case full
  }

  /// The first thing that is wrong.
  public struct Break: Hashable, Sendable, CustomStringConvertible {
    /// The position of the event concerned; nil for the file as a whole.
    public let position: Int64?
    /// What is wrong there.
    public let message: String

    /// The message, with the position if there is one.
    public var description: String { position.map { "position \($0): \(message)" } ?? message }
  }

  /// The root computed from the file's events; nil after a break.
  public let root: LogRoot?
  /// The last position that was read.
  public let size: Int64
  /// What was checked.
  public let checked: [String]
  /// What was not checked.
  public let notChecked: [String]
  /// The first break; nil if nothing is wrong.
  public let firstBreak: Break?
}
