import Platform

/// A stream's name with its number in the file, its salt, and its JSON text.
final class StreamEntry: Sendable {
  let id: Int64
  let name: StreamName
  let quoted: [UInt8]
  /// The salt, with room for a version after it.
  private let digestPrefix: [24 of UInt8]

  init(id: Int64, name: StreamName, salt: [UInt8]) {
    self.id = id
    self.name = name
    quoted = [UInt8](quoting: name.string)
    digestPrefix = [24 of UInt8] { $0 < min(16, salt.count) ? salt[$0] : 0 }
  }

  /// The salt of its payloads' digests: 16 random bytes.
  var salt: [UInt8] { (0..<16).map { digestPrefix[$0] } }

  /// The digest that represents a payload in its leaf: of the salt, the version and the bytes.
  func payloadDigest(version: Int64, _ payload: Span<UInt8>) -> Digest {
    var prefix = digestPrefix
    for index in 16..<24 {
      prefix[index] = UInt8(truncatingIfNeeded: version >> Int64((23 - index) * 8))
    }
    return Digest(of: prefix.span, then: payload)
  }
}
