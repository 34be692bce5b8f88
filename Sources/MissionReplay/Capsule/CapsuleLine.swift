import CanonicalJSON
import EventLog
import Platform

/// The lines of a capsule after its first: an event with its proof, and at the end the digest of
/// all before.
enum CapsuleLine {
  /// An event's line: its export line, and the hashes beside its leaf's path to the root.
  static func event(_ line: [UInt8], _ proof: InclusionProof) -> [UInt8] {
    var bytes = Array(#"{"event":"#.utf8) + line + Array(#","proof":["#.utf8)
    for (index, hash) in proof.path.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      hash.writeHex(into: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    return bytes + Array("]}".utf8)
  }

  /// The last line: the digest of every byte before it.
  static func end(_ digest: Digest) -> [UInt8] {
    Array(#"{"sha256":"\#(digest)"}"#.utf8)
  }

  /// Reads an event's line.
  ///
  /// - Throws: `JSONError` for a line that is not one, `LogError` for an event that was changed.
  static func read(_ line: [UInt8]) throws -> (event: ExportLine, path: [Digest]) {
    var reader = JSONReader(try JSONText(canonicalizing: line, limits: .own))
    var event: JSONText?
    var path: [Digest] = []
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "event": event = try reader.readText()
      case "proof":
        try reader.readArray { reader throws(JSONError) in
          let hash = try reader.readString()
          guard let bytes = [UInt8](hex: hash), let digest = Digest(bytes: bytes.span) else {
            throw JSONError(
              code: .wrongType, offset: 0, message: "a hash has 64 hexadecimal digits")
          }
          path.append(digest)
        }
      default: try reader.skip()
      }
    }
    guard let event else {
      throw JSONError(code: .wrongType, offset: 0, message: "a line without an event")
    }
    return (try ExportLine(event.bytes), path)
  }
}
