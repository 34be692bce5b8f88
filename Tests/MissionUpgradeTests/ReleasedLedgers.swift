import Foundation
import GoldenLedgers
import MissionControl
import MissionTesting
import Platform
import Testing

/// The ledgers of one released format, as they lie in `Fixtures/ledgers` for ever.
struct ReleasedLedgers: Sendable, CustomTestStringConvertible {
  let folder: URL

  var testDescription: String { folder.lastPathComponent }

  /// Those of every released format.
  static let all = Fixtures.releases.map { ReleasedLedgers(folder: Fixtures.url("ledgers/\($0)")) }

  /// The answers that were recorded with them, by the name of the file.
  func expected() throws -> [String: [String]] {
    let folder = folder.appending(path: "expected")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return (name, text.split(separator: "\n").map(String.init))
      })
  }

  /// The predecessor's ledger that was imported into them.
  var predecessor: String { folder.appending(path: PredecessorLedger.name).path }

  /// A copy of them in a folder of its own.
  func copy() throws -> LedgerCopy { try LedgerCopy(of: folder.appending(path: "home")) }
}

/// A copy of a golden home, which a test may write to.
struct LedgerCopy {
  let folder: TemporaryFolder
  let path: String

  init(of home: URL) throws {
    folder = try TemporaryFolder()
    path = folder.file("home")
    try FileManager.default.copyItem(atPath: home.path, toPath: path)
    for name in try ledgers() {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: "\(path)/\(name)")
    }
  }

  /// The names of its ledgers' files.
  func ledgers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".db") }
      .sorted()
  }

  /// Every ledger's bytes.
  func bytes() throws -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: try ledgers().map { name in
        (name, try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
      })
  }

  /// A fleet over it, some minutes after its last event.
  func fleet() -> Fleet {
    let now = GoldenHome.askedAt
    return GoldenHome.fleet(at: path, clocks: Clocks(now: { now }, monotonic: { 0 }))
  }
}
