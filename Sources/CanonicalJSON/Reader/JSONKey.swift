/// A member's key, lent while its object is read and compared with literals in a `switch`.
package struct JSONKey {
  let bytes: [UInt8]
  let content: Range<Int>
  let hasEscapes: Bool
  /// How many bytes the key has, escapes resolved.
  @usableFromInline let count: Int

  init(bytes: [UInt8], content: Range<Int>, hasEscapes: Bool) {
    self.bytes = bytes
    self.content = content
    self.hasEscapes = hasEscapes
    count =
      hasEscapes
      ? JSONReader.decode(bytes, content, hasEscapes: true).utf8.count : content.count
  }

  /// The byte at which the key's content begins.
  package var offset: Int { content.lowerBound }

  /// The key as a string, escapes resolved.
  package var string: String {
    JSONReader.decode(bytes, content, hasEscapes: hasEscapes)
  }

  /// Compares the key with a literal; a literal of another length costs only a comparison of
  /// lengths.
  @inlinable @inline(__always)
  package static func ~= (literal: String, key: JSONKey) -> Bool {
    literal.utf8.count == key.count && key.isEqual(to: literal)
  }

  /// Compares the key with a string.
  @inlinable @inline(__always)
  package static func == (key: JSONKey, literal: String) -> Bool {
    literal ~= key
  }

  /// Compares the key with a string of the same length.
  @usableFromInline
  func isEqual(to literal: String) -> Bool {
    guard !hasEscapes else { return string.utf8.elementsEqual(literal.utf8) }
    var index = content.lowerBound
    for byte in literal.utf8 {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }
}
