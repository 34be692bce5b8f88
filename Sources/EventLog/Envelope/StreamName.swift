/// The name of a stream: the events of one thing, in order.
///
/// 1 to 512 bytes of UTF-8 without control characters, such as `order/17`.
public struct StreamName: Hashable, Sendable, CustomStringConvertible {
  /// The name as text.
  public let string: String

  /// Checks a name; throws `invalidEvent`.
  public init(_ string: String) throws(LogError) {
    try Field.check(string, as: "a stream's name", maximum: 512)
    self.string = string
  }

  package init(trusted string: String) {
    self.string = string
  }

  /// The name as text.
  public var description: String { string }
}
