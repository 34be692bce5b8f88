/// What a text may cost: checked before any work is done.
public struct JSONLimits: Hashable, Sendable {
  /// How many bytes are taken in at most.
  public var bytes: Int
  /// How deep arrays and objects may be nested: 128 at most.
  public var depth: Int

  /// Makes limits.
  public init(bytes: Int, depth: Int = 64) {
    precondition(depth <= Self.deepest, "no text is read that is nested \(depth) deep")
    self.bytes = bytes
    self.depth = depth
  }

  /// 16 MiB, nested 64 deep: beyond every document that the program takes in.
  public static let standard = JSONLimits(bytes: 16 << 20)
  /// What this program itself wrote around such documents.
  package static let own = JSONLimits(bytes: 16 << 20, depth: deepest)

  /// How deep any text may be nested.
  static let deepest = 128
  /// How many digits an integer may have to be kept verbatim.
  static let integerDigits = 40
}
