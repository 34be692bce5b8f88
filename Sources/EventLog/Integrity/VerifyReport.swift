/// What a verification looked at and what it found.
public struct VerifyReport: Hashable, Sendable {
  /// How much is looked at.
  public enum Scope: Hashable, Sendable {
    /// Order, versions, payloads, leaves, subtree hashes, root, dictionaries.
    case log
    /// The log, and SQLite's own check of every page and index.
    case full
  }

  /// The first thing that is not as it should be.
  public struct Break: Hashable, Sendable, CustomStringConvertible {
    /// The position of the event that it concerns; nil for the file as a whole.
    public let position: Int64?
    /// What is wrong there.
    public let message: String

    /// The message, with the position.
    public var description: String { position.map { "position \($0): \(message)" } ?? message }
  }

  /// The root of what the file holds, computed from its events; nil after a break.
  public let root: LogRoot?
  /// The last position that was read.
  public let size: Int64
  /// What was checked.
  public let checked: [String]
  /// What was not.
  public let notChecked: [String]
  /// The first break; nil when everything is as it should be.
  public let firstBreak: Break?
}
