/// A checksum of a block as it is stored.
///
/// A changed block may still decode to the same payload, if LZ4 refers to text that the dictionary
/// holds twice, and then the payload's hash can't tell. Any change of one word of the block changes
/// the sums of J. G. Fletcher (An Arithmetic Checksum for Serial Transmissions, 1982), taken here
/// over 64-bit words modulo 2^64; 31 bits of both, mixed, are kept. Each byte is read once, without
/// a multiplication a word.
package struct BlockChecksum: Hashable, Sendable {
  /// The checksum, which is never 0.
  package let value: UInt32

  /// Computes the checksum of a block.
  package init(_ block: Span<UInt8>) {
    var sum: UInt64 = 0
    var weighted: UInt64 = 0
    let bytes = unsafe block.bytes
    var offset = 0
    while offset <= bytes.byteCount &- 8 {
      let word = unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: UInt64.self)
      sum &+= UInt64(littleEndian: word)
      weighted &+= sum
      offset &+= 8
    }
    var rest = UInt64(truncatingIfNeeded: bytes.byteCount) << 56
    for place in 0..<(block.count - offset) {
      rest |= UInt64(block[offset + place]) << UInt64(8 * place)
    }
    sum &+= rest
    weighted &+= sum
    var mixed = (sum ^ (weighted << 32 | weighted >> 32)) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
    value = max(1, UInt32(truncatingIfNeeded: mixed >> 33))
  }
}
