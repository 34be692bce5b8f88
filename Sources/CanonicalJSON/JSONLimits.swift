/// What a text may cost: checked before any work is done.
public struct JSONLimits: Hashable, Sendable {
  /// How many bytes are taken in at most.
  public var bytes: Int

  /// Makes limits.
  public init(bytes: Int) {
    self.bytes = bytes
  }

  /// 16 MiB: beyond every document that the program takes in.
  public static let standard = JSONLimits(bytes: 16 << 20)

  /// How deep arrays and objects may be nested.
  static let depth = 64
  /// How many digits an integer may have to be kept verbatim.
  static let integerDigits = 40
}
