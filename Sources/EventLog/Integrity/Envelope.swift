import Platform

/// A type's or an actor's name with its number in the file and its JSON text.
final class InternedName: Sendable {
  let id: Int64
  let name: String
  let quoted: [UInt8]

  init(id: Int64, name: String) {
    self.id = id
    self.name = name
    quoted = [UInt8](quoting: name)
  }
}

/// A stream's name with its number in the file, its salt, and its JSON text.
final class StreamEntry: Sendable {
  let id: Int64
  let name: StreamName
  let quoted: [UInt8]
  /// The salt, with room for a version behind it.
  private let digestPrefix: [24 of UInt8]

  init(id: Int64, name: StreamName, salt: [UInt8]) {
    self.id = id
    self.name = name
    quoted = [UInt8](quoting: name.string)
    digestPrefix = [24 of UInt8] { $0 < min(16, salt.count) ? salt[$0] : 0 }
  }

  /// What its payloads are hashed with: 16 random bytes.
  var salt: [UInt8] { (0..<16).map { digestPrefix[$0] } }

  /// The digest that stands for a payload in its leaf: of the salt, the version and the bytes.
  func payloadDigest(version: Int64, _ payload: Span<UInt8>) -> Digest {
    var prefix = digestPrefix
    for index in 16..<24 {
      prefix[index] = UInt8(truncatingIfNeeded: version >> Int64((23 - index) * 8))
    }
    return Digest(of: prefix.span, then: payload)
  }
}

/// Everything about an event but its payload, as rows hold it.
struct Envelope {
  var position: Int64
  var stream: StreamEntry
  var version: Int64
  var type: InternedName
  var schema: Int64
  var recordedAt: Int64
  var occurredAt: Int64?
  var actor: InternedName
  var causation: String?
  var requestID: String?
  var traceID: String?
}

extension [UInt8] {
  /// The JSON string of a text that has no control character, as RFC 8785 writes it.
  init(quoting text: String) {
    self = []
    reserveCapacity(text.utf8.count + 2)
    append(quoted: text)
  }

  /// Appends the JSON string of a text that has no control character.
  mutating func append(quoted text: String) {
    append(UInt8(ascii: "\""))
    if text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
        append(byte)
      }
    } else {
      append(contentsOf: text.utf8)
    }
    append(UInt8(ascii: "\""))
  }
}
