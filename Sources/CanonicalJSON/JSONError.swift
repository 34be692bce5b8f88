/// A fault in JSON bytes: what is wrong, and at which byte.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public let code: Code
  /// The byte at which the fault was found, counted from 0.
  public let offset: Int
  /// What was found and what was expected, for people.
  public let message: String

  /// Makes an error.
  public init(code: Code, offset: Int, message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }

  /// The message with its place.
  public var description: String { "\(message) at byte \(offset)" }

  /// A kind of fault; later versions may add more.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Kind: String, Sendable {
      case syntax, truncated, trailingBytes, byteOrderMark, invalidUTF8, loneSurrogate
      case duplicateKey, tooDeep, tooLarge, numberOutOfRange, wrongType
    }

    private let kind: Kind

    /// The code's name.
    public var description: String { kind.rawValue }

    /// The bytes are not JSON.
    public static let syntax = Code(kind: .syntax)
    /// The bytes end in the middle of a value.
    public static let truncated = Code(kind: .truncated)
    /// There is more than one value.
    public static let trailingBytes = Code(kind: .trailingBytes)
    /// The bytes begin with a byte order mark.
    public static let byteOrderMark = Code(kind: .byteOrderMark)
    /// A string is not UTF-8.
    public static let invalidUTF8 = Code(kind: .invalidUTF8)
    /// An escaped surrogate stands alone.
    public static let loneSurrogate = Code(kind: .loneSurrogate)
    /// An object has the same key twice, escapes resolved.
    public static let duplicateKey = Code(kind: .duplicateKey)
    /// Containers are nested deeper than the limit.
    public static let tooDeep = Code(kind: .tooDeep)
    /// There are more bytes than the limit.
    public static let tooLarge = Code(kind: .tooLarge)
    /// An integer of more than 40 digits, or a number beyond a double.
    public static let numberOutOfRange = Code(kind: .numberOutOfRange)
    /// A value has another type than the reader asks for.
    public static let wrongType = Code(kind: .wrongType)
  }
}
