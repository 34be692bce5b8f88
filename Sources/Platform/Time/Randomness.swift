private import CPlatform
private import Glibc

/// The source of random bytes that everything else is handed.
public struct Randomness: Sendable {
  /// Returns that many random bytes.
  public var bytes: @Sendable (Int) -> [UInt8]

  /// Makes a source from a function.
  public init(bytes: @escaping @Sendable (Int) -> [UInt8]) {
    self.bytes = bytes
  }

  /// The kernel's generator (`getrandom`), fit for secrets.
  public static let system = Randomness { count in
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe getrandom(buffer.baseAddress?.advanced(by: filled), count - filled, 0)
      }
      precondition(got > 0 || errno == EINTR, "getrandom failed with errno \(errno)")
      filled += max(0, got)
    }
    return bytes
  }
}
