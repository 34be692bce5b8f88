private import CPlatform

/// A SHA-256 hash of bytes that come piece by piece: a file, a table's rows.
package struct Hasher256: Sendable {
  private var hasher = cplatform_sha256()

  /// Begins a hash of no bytes.
  package init() {
    unsafe cplatform_sha256_begin(&hasher)
  }

  /// Takes the next bytes.
  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes {
      unsafe cplatform_sha256_update(&hasher, $0.baseAddress, $0.count)
    }
  }

  /// The digest of the bytes so far; more may follow.
  package func digest() -> Digest {
    var hasher = hasher
    return unsafe Digest { unsafe cplatform_sha256_finish(&hasher, $0) }
  }
}

extension BeneathFile {
  /// How much is read at once.
  private static var chunk: Int { 1 << 18 }

  /// Reads and hashes the whole file, and counts its bytes; nil if it has, or grows to, more than
  /// `limit`.
  package func digest(limit: Int64) throws(PlatformError) -> (digest: Digest, bytes: Int64)? {
    guard info.bytes <= limit else { return nil }
    var hasher = Hasher256()
    var offset: Int64 = 0
    while offset <= limit {
      let bytes = try read(offset: offset, count: Self.chunk)
      hasher.update(bytes.span)
      offset += Int64(bytes.count)
      if bytes.count < Self.chunk { return offset <= limit ? (hasher.digest(), offset) : nil }
    }
    return nil
  }
}
