/// How a block's bytes came to be.
package enum BlockForm: Hashable, Sendable {
  /// As they were.
  case raw
  /// LZ4 alone.
  case plain
  /// LZ4 with the dictionary.
  case withDictionary
}
