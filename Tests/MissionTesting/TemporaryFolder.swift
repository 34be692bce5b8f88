import EventLogSQLite
import Foundation
import Platform

/// A folder of its own for one test, removed with everything in it when the value goes away.
///
/// What a killed test left behind is removed by the next process that tests.
package final class TemporaryFolder: Sendable {
  private static let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
  /// What every folder is named like, before the process that made it.
  private static let prefix = "missionlog-test-"

  /// The folder's absolute path, without symbolic links.
  package let path: String

  /// Makes a folder in the system's temporary folder.
  package init() throws {
    Self.leftoversAreGone
    path = "\(Self.base)/\(Self.prefix)\(getpid())-\(UUID().uuidString)"
    try FileSystem.makePrivateDirectory(path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Returns the path of a file in the folder.
  package func file(_ name: String) -> String {
    "\(path)/\(name)"
  }

  /// Removes, once, the folders of processes that are no more.
  private static let leftoversAreGone: Void = {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    where name.hasPrefix(prefix) {
      let maker = name.dropFirst(prefix.count).prefix { $0 != "-" }
      guard let pid = Int32(maker), kill(pid, 0) != 0, errno == ESRCH else { continue }
      try? FileManager.default.removeItem(atPath: "\(base)/\(name)")
    }
  }()
}

extension TemporaryFolder {
  /// Leaves what a process leaves that is killed while it makes a database: a first page, and a
  /// journal to undo it.
  package static func leaveUnfinishedDatabase(at path: String) throws {
    let connection = try Connection(
      .init(path: path, mode: .create, synchronous: .off, attachable: 1))
    try connection.execute("PRAGMA auto_vacuum = 2; VACUUM")
    connection.close()
    // A header alone: of no pages yet, before which the file had none. SQLite's file format,
    // section 3.
    var header: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
    header += [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0x10, 0]
    header += [UInt8](repeating: 0, count: 512 - header.count)
    try FileSystem.writeAtomically(header, to: path + "-journal")
  }
}
