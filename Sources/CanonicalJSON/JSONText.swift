/// One JSON value as its canonical bytes.
///
/// Canonical means: UTF-8 without insignificant space, members sorted by the UTF-8 bytes of their
/// keys, no duplicate keys, strings escaped as in RFC 8785, integers of up to 40 digits verbatim
/// (`-0` is `0`), every other number a finite double printed as ECMAScript prints it. Equal values
/// of these kinds therefore have equal bytes.
public struct JSONText: Hashable, Sendable {
  /// The canonical bytes.
  public let bytes: [UInt8]

  /// Reads one JSON value and makes it canonical.
  ///
  /// Input that is canonical already is recognised in one pass and kept without a copy. The size is
  /// checked before anything else.
  ///
  /// - Throws: For more bytes than `limits` allows, bytes that are not JSON or not UTF-8, a byte
  ///   order mark, nesting beyond the limit (64), a duplicate key, a lone surrogate, or a number
  ///   out of range.
  public init(canonicalizing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
    self.bytes = try Canonicalizer.canonicalize(bytes, limits: limits)
  }

  /// Reads one JSON value from a string, as `init(canonicalizing:limits:)` does from bytes.
  public init(_ string: String) throws(JSONError) {
    try self.init(canonicalizing: Array(string.utf8))
  }

  /// Takes bytes that are known to be canonical, from a `JSONWriter` or from the ledger.
  package init(trusted bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The canonical text.
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The empty object.
  public static let emptyObject = JSONText(trusted: Array("{}".utf8))
  /// The empty array.
  public static let emptyArray = JSONText(trusted: Array("[]".utf8))
  /// The value `null`.
  public static let null = JSONText(trusted: Array("null".utf8))
}

extension JSONText: CustomStringConvertible {
  /// The canonical text.
  public var description: String { string }
}
