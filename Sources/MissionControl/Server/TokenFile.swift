package import MissionModel
package import Platform

/// The file of a token: the one that a server reads, and the one that its clients do.
package enum TokenFile {
  /// The most bytes of a token's file.
  private static let limit = 4_096

  /// Reads the only token of a file, without the white space around it.
  ///
  /// - Throws: `config_invalid` for a file that can't be read, or holds no token.
  package static func read(_ path: String) throws(MissionError) -> String {
    let bytes: [UInt8]
    do throws(PlatformError) {
      bytes = try FileSystem.read(path, limit: limit)
    } catch {
      throw MissionError(.configInvalid, "the token file \(path) can't be read: \(error)")
    }
    let token = bytes.split(whereSeparator: { $0 <= 0x20 })
    guard token.count == 1, let only = token.first, only.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw MissionError(
        .configInvalid,
        "the token file \(path) must hold one token, of printable ASCII without spaces")
    }
    return String(decoding: only, as: UTF8.self)
  }

  /// Makes the file of a new random token, for this user alone, unless there is one.
  package static func make(_ path: String, _ randomness: Randomness) throws(MissionError) {
    guard (try? FileSystem.info(path, followingLinks: true)) == nil else { return }
    let token = Digest(of: randomness.bytes(32).span).description
    do throws(PlatformError) {
      try FileSystem.writeAtomically(Array((token + "\n").utf8), to: path, mode: 0o600)
    } catch {
      throw MissionError(error, doing: "making the token file \(path)")
    }
  }
}
