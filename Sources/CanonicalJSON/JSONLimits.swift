/// Bounds on a text's size and nesting; the size is checked before any work is done.
public struct JSONLimits: Hashable, Sendable {
  /// The most bytes that are accepted.
  public var bytes: Int
  /// The deepest nesting of arrays and objects that is accepted: 128 at most.
  public var depth: Int

  /// Makes limits.
  public init(bytes: Int, depth: Int = 64) {
    precondition(depth <= Self.deepest, "no text is read that is nested \(depth) deep")
    self.bytes = bytes
    self.depth = depth
  }

  /// 16 MiB, nested 64 deep: more than any document that the program accepts.
  public static let standard = JSONLimits(bytes: 16 << 20)
  /// For the texts that this program itself wraps such documents in.
  package static let own = JSONLimits(bytes: 16 << 20, depth: deepest)

  /// The deepest nesting that any limits allow.
  static let deepest = 128
  /// The most digits of an integer that is kept verbatim.
  static let integerDigits = 40
}
