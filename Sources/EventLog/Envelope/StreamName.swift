import Platform

/// The name of a stream: the events of one thing, in order.
///
/// 1 to 512 bytes of UTF-8 without control characters, such as `order/17`. Names are equal if their
/// bytes are.
public struct StreamName: Hashable, Sendable, CustomStringConvertible {
  private let text: ExactText

  /// The name as text.
  public var string: String { text.string }

  /// Checks a name.
  ///
  /// - Throws: `invalidEvent` for one that breaks the rules above.
  public init(_ string: String) throws(LogError) {
    try Field.check(string, as: "a stream's name", maximum: 512)
    text = ExactText(string)
  }

  package init(trusted string: String) {
    text = ExactText(string)
  }

  /// The name as text.
  public var description: String { string }
}
