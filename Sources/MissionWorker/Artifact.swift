import Crypto
import MissionModel
import Platform

/// A file of the work, as the receipt tells of it.
struct Artifact: Hashable, Sendable {
  /// Relative to the workspace.
  let path: String
  let bytes: Int64
  /// Hexadecimal.
  let sha256: String
  let role: ArtifactRole

  /// How much is read at once.
  private static let chunk = 65_536

  /// Reads and hashes a file below `root`, a chunk at a time; a path that leads out of it is refused.
  init(path: String, role: ArtifactRole, below root: BeneathRoot) throws(PlatformError) {
    let file = try root.openFile(path)
    var hash = SHA256()
    var offset: Int64 = 0
    while true {
      let bytes = try file.read(offset: offset, count: Self.chunk)
      hash.update(data: bytes)
      offset += Int64(bytes.count)
      if bytes.count < Self.chunk { break }
    }
    self.path = path
    self.role = role
    bytes = offset
    sha256 = hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}

extension [Artifact] {
  /// How many deliverables a finish names.
  static let deliverableLimit = 32

  /// The deliverables that a finish names.
  var named: [Artifact] {
    Array(filter { $0.role == .deliverable }.prefix(Self.deliverableLimit))
  }
}
