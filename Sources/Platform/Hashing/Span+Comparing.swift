private import Glibc

extension Span where Element == UInt8 {
  /// Whether `other` holds the same bytes; much faster than comparing them one by one.
  package func holdsSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBytes { left in
      unsafe other.withUnsafeBytes { right in
        guard let one = left.baseAddress, let two = right.baseAddress else {
          return true
        }
        return unsafe memcmp(one, two, left.count) == 0
      }
    }
  }
}
