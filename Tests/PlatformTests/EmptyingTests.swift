import Foundation
import MissionTesting
import Platform
import Testing

@Suite struct EmptyingTests {
  private let folder: TemporaryFolder
  private let root: String

  init() throws {
    folder = try TemporaryFolder()
    root = folder.file("work")
    for path in ["out/deep", "src/.git"] {
      try FileSystem.makePrivateDirectory("\(root)/\(path)")
    }
    for (path, bytes) in [
      ("receipt", 10), ("result.txt", 20), ("log", 300), ("out/kept", 40), ("out/deep/gone", 500),
      ("src/.git/object", 600),
    ] {
      try FileSystem.writeAtomically([UInt8](repeating: 1, count: bytes), to: "\(root)/\(path)")
    }
  }

  private func files() throws -> [String] {
    try BeneathRoot(path: root).list(limit: 100).entries.map(\.path)
  }

  @Test func allGoesButWhatIsKeptAndTheFoldersAboveIt() throws {
    let before = try files()
    let opened = try BeneathRoot(path: root)
    let keeping: Set = ["receipt", "result.txt", "out/kept", "not/there"]
    let rehearsed = try opened.empty(keeping: keeping, isRehearsal: true)
    #expect(rehearsed.files == 3 && rehearsed.bytes == 1_400 && rehearsed.failure == nil)
    #expect(try files() == before)
    #expect(try opened.empty(keeping: keeping) == rehearsed)
    #expect(try files() == ["out", "out/kept", "receipt", "result.txt"])
    #expect(try opened.empty(keeping: keeping).files == 0)
  }

  @Test func linksGoAndNothingTheyLeadTo() throws {
    let other = folder.file("other")
    try FileSystem.makePrivateDirectory(other)
    try FileSystem.writeAtomically([1], to: other + "/precious")
    for (name, target) in [("a", other), ("out/b", other + "/precious"), ("c", "result.txt")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(root)/\(name)", withDestinationPath: target)
    }
    let emptied = try BeneathRoot(path: root).empty(keeping: ["result.txt"])
    #expect(emptied.files == 8 && emptied.failure == nil)
    #expect(try files() == ["result.txt"])
    #expect(try FileSystem.info(other + "/precious").bytes == 1)
  }

  @Test func aFolderOfTheRootIsNeverALinkInItsPlace() throws {
    let opened = try BeneathRoot(path: folder.path)
    #expect(try opened.folder("work").list(limit: 100).entries.isEmpty == false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: root)
    let error = #expect(throws: PlatformError.self) { _ = try opened.folder("link") }
    #expect(error?.isMissing == true)
    #expect(throws: PlatformError.self) { _ = try opened.folder("..") }
  }
}
