private import Glibc

extension Span where Element == UInt8 {
  /// Whether others are as many and the same; much faster than to go through them one by one.
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
