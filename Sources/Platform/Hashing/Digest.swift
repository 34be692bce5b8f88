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

  /// Takes the 32 bytes of a digest that was made before; nil for another number of them.
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
    output.append(addingCapacity: Digest.size) { output in
      Digest.write(first, into: &output)
      Digest.write(second, into: &output)
      Digest.write(third, into: &output)
      Digest.write(fourth, into: &output)
    }
  }

  /// Appends the 64 hexadecimal digits.
  package func writeHex(into output: inout [UInt8]) {
    output.append(addingCapacity: 2 * Digest.size) { output in
      Digest.writeHex(first, into: &output)
      Digest.writeHex(second, into: &output)
      Digest.writeHex(third, into: &output)
      Digest.writeHex(fourth, into: &output)
    }
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

  private static func write(_ word: UInt64, into output: inout OutputSpan<UInt8>) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      output.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  private static func writeHex(_ word: UInt64, into output: inout OutputSpan<UInt8>) {
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: word >> shift) & 15
      output.append(digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }
  }

  /// The 64 hexadecimal digits.
  package var description: String {
    var digits: [UInt8] = []
    writeHex(into: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}
