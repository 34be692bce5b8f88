/// A member's key while its object is read; lent bytes, compared with literals in a `switch`.
package struct JSONKey {
  let bytes: [UInt8]
  let content: Range<Int>
  let hasEscapes: Bool

  /// The byte at which the key's content begins.
  package var offset: Int { content.lowerBound }

  /// The key as a string, escapes resolved.
  package var string: String {
    JSONReader.decode(bytes, content, hasEscapes: hasEscapes)
  }

  /// Compares the key with a literal.
  @inline(__always)
  package static func ~= (literal: String, key: JSONKey) -> Bool {
    guard !key.hasEscapes else { return key.string == literal }
    return literal.utf8.count == key.content.count && key.isEqual(to: literal)
  }

  /// Compares the key with a string.
  package static func == (key: JSONKey, literal: String) -> Bool {
    literal ~= key
  }

  private func isEqual(to literal: String) -> Bool {
    let wanted = literal.utf8.span
    let given = bytes.span
    for index in 0..<wanted.count where wanted[index] != given[content.lowerBound + index] {
      return false
    }
    return true
  }
}
