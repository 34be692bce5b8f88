import MissionModel
import MissionReplay
import Platform

/// A capsule given by its path.
enum CapsuleFile {
  /// Reads and verifies the capsule at a path; nil for a folder, and where there is nothing.
  ///
  /// - Throws: `not_a_ledger` for another file, and what `Capsule` throws for one that was changed.
  static func read(_ path: String) throws(MissionError) -> Capsule? {
    guard let info = try? FileSystem.info(path, followingLinks: true), info.kind == .file else {
      return nil
    }
    let bytes: [UInt8]
    do throws(PlatformError) {
      // A large file is read only once its beginning shows that it is a capsule.
      let isCapsule = Capsule.isCapsule(try FileSystem.read(path, first: 256))
      bytes = isCapsule ? try FileSystem.read(path, limit: Capsule.limit) : []
    } catch {
      throw MissionError(.ledgerCorrupt, "the capsule can't be read: \(error)")
    }
    guard !bytes.isEmpty else {
      throw MissionError(
        .notALedger,
        "\(path) is a file but not a capsule: a home is a folder, and `capsule` makes capsules")
    }
    do throws(MissionError) {
      return try Capsule(bytes)
    } catch {
      throw MissionError(error.code, "\(path): \(error.message)")
    }
  }
}
