private import CPlatform

/// A SHA-256 digest, held without an allocation.
///
/// Hashing uses the processor's SHA instructions where it has them, and keeps nothing between two
/// calls: a ledger hashes three short inputs for each event, so that a hasher's set-up would cost
/// as much as the hashing itself.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// How many bytes a digest has.
  package static let size = 32

  /// The bytes, eight at a time, as big-endian numbers.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  private init(raw: (UInt64, UInt64, UInt64, UInt64)) {
    first = UInt64(bigEndian: raw.0)
    second = UInt64(bigEndian: raw.1)
    third = UInt64(bigEndian: raw.2)
    fourth = UInt64(bigEndian: raw.3)
  }

  /// Hashes bytes.
  package init(of bytes: Span<UInt8>) {
    self.init(of: bytes, then: Span())
  }

  /// Hashes the bytes of two spans as if the second came right after the first.
  package init(of first: Span<UInt8>, then second: Span<UInt8>) {
    self = unsafe first.withUnsafeBytes { first in
      unsafe second.withUnsafeBytes { second in unsafe Digest(first, second) }
    }
  }

  /// Hashes a byte followed by two digests: an inner node of a Merkle tree.
  package init(of tag: UInt8, then left: Digest, _ right: Digest) {
    let words = (
      left.first.bigEndian, left.second.bigEndian, left.third.bigEndian, left.fourth.bigEndian,
      right.first.bigEndian, right.second.bigEndian, right.third.bigEndian, right.fourth.bigEndian
    )
    self = unsafe withUnsafeBytes(of: tag) { tag in
      unsafe withUnsafeBytes(of: words) { words in unsafe Digest(tag, words) }
    }
  }

  /// Takes the 32 bytes of an existing digest; nil for any other number of bytes.
  package init?(bytes: Span<UInt8>) {
    guard bytes.count == Digest.size else { return nil }
    var raw: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe withUnsafeMutableBytes(of: &raw) { unsafe $0.copyMemory(from: bytes) }
    }
    self.init(raw: raw)
  }

  /// The first eight bytes as a big-endian number.
  package var leading: UInt64 { first }

  /// The 32 bytes.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return bytes
  }

  /// Appends the 32 bytes.
  package func write(into output: inout [UInt8]) {
    let words = (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)
    unsafe withUnsafeBytes(of: words) { unsafe output.append(contentsOf: $0) }
  }

  /// Appends the 64 hexadecimal digits.
  package func writeHex(into output: inout [UInt8]) {
    let digits = (
      Digest.hex(first >> 32), Digest.hex(first), Digest.hex(second >> 32), Digest.hex(second),
      Digest.hex(third >> 32), Digest.hex(third), Digest.hex(fourth >> 32), Digest.hex(fourth)
    )
    unsafe withUnsafeBytes(of: digits) { unsafe output.append(contentsOf: $0) }
  }

  /// Takes the 32 bytes that `write` puts at its pointer.
  init(writing write: (UnsafeMutableRawPointer?) -> Void) {
    var raw: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    unsafe withUnsafeMutableBytes(of: &raw) { unsafe write($0.baseAddress) }
    self.init(raw: raw)
  }

  private init(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
    unsafe self.init { digest in
      unsafe cplatform_sha256(
        first.baseAddress, first.count, second.baseAddress, second.count, digest)
    }
  }

  /// The eight hexadecimal digits of a word's low half, as they lie in memory.
  private static func hex(_ word: UInt64) -> UInt64 {
    // Spreads the eight nibbles over a byte each, then turns all of them to letters at once.
    var nibbles = word & 0xffff_ffff
    nibbles = (nibbles | nibbles << 16) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
    let aboveNine = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    let letterGap = UInt64(UInt8(ascii: "a") - 10 - UInt8(ascii: "0"))
    return (nibbles &+ 0x3030_3030_3030_3030 &+ aboveNine &* letterGap).bigEndian
  }

  /// The 64 hexadecimal digits.
  package var description: String {
    var digits: [UInt8] = []
    writeHex(into: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}
