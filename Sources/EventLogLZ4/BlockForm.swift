/// How a block was compressed.
package enum BlockForm: Hashable, Sendable {
  /// Not at all.
  case raw
  /// LZ4 alone.
  case plain
  /// LZ4 with the dictionary.
  case withDictionary
}
