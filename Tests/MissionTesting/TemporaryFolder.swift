import Foundation
import Platform

/// A folder of its own for one test, removed with everything in it when the value goes away.
package final class TemporaryFolder: Sendable {
  /// The folder's absolute path, without symbolic links.
  package let path: String

  /// Makes a folder in the system's temporary folder.
  package init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    path = "\(base)/missionlog-test-\(UUID().uuidString)"
    try FileSystem.makePrivateDirectory(path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Returns the path of a file in the folder.
  package func file(_ name: String) -> String {
    "\(path)/\(name)"
  }
}
