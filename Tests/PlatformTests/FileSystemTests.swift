import Foundation
import MissionTesting
import Testing

@testable import Platform

@Suite struct FileSystemTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func aMissingFolderIsMadePrivateWithWhatIsAboveIt() throws {
    let path = folder.file("a/b/c/")
    #expect(try FileSystem.makePrivateDirectory(path))
    #expect(try FileSystem.info(folder.file("a")).mode == 0o700)
    #expect(try FileSystem.info(path).mode == 0o700)
    #expect(try !FileSystem.makePrivateDirectory(path))
  }

  @Test(arguments: ["/proc/no/such", "/proc/none", ""])
  func aFolderThatCannotBeMadeIsAnError(path: String) {
    #expect(throws: PlatformError.self) { try FileSystem.makePrivateDirectory(path) }
  }

  @Test func aFileIsNotTakenForAFolder() throws {
    try FileSystem.writeAtomically([1], to: folder.file("f"))
    #expect(throws: PlatformError.self) { try FileSystem.makePrivateDirectory(folder.file("f")) }
    #expect(throws: PlatformError.self) { try FileSystem.makePrivateDirectory(folder.file("f/g")) }
  }

  @Test func anAtomicWriteReplacesTheFileAndLeavesNothingElse() throws {
    let path = folder.file("receipt.json")
    try FileSystem.writeAtomically(Array("old".utf8), to: path)
    let before = try FileSystem.info(path)
    try FileSystem.writeAtomically(Array("new".utf8), to: path, mode: 0o640)
    #expect(try FileSystem.read(path, limit: 3) == Array("new".utf8))
    #expect(try FileSystem.info(path).mode == 0o640)
    #expect(try FileSystem.info(path).inode != before.inode)
    #expect(try FileSystem.names(in: folder.path) == ["receipt.json"])
  }

  @Test func aFailedWriteLeavesNoDebris() throws {
    try FileSystem.makePrivateDirectory(folder.file("taken"))
    #expect(throws: PlatformError.self) {
      try FileSystem.writeAtomically([1], to: folder.file("taken"))
    }
    #expect(try FileSystem.names(in: folder.path) == ["taken"])
  }

  @Test func aFileBeyondTheLimitIsNotRead() throws {
    let path = folder.file("f")
    try FileSystem.writeAtomically([1, 2, 3], to: path)
    #expect(try FileSystem.read(path, limit: 3) == [1, 2, 3])
    #expect(throws: PlatformError.self) { try FileSystem.read(path, limit: 2) }
  }

  @Test func namesAreSortedByTheirBytes() throws {
    for name in ["b", "é", "A", "a", "😀"] {
      try FileSystem.writeAtomically([], to: folder.file(name))
    }
    #expect(try FileSystem.names(in: folder.path) == ["A", "a", "b", "é", "😀"])
  }

  @Test func theVolumeHasRoomAndIsLocal() throws {
    #expect(try FileSystem.freeBytes(at: folder.path) > 0)
    #expect(try FileSystem.networkFileSystem(at: "/proc") == nil)
    #expect(FileSystem.isWritable(folder.path))
    #expect(!FileSystem.isWritable(folder.file("nothing")))
  }

  @Test(
    arguments: [
      ("/a/b", "/a"), ("/a/b/", "/a"), ("/a", "/"), ("a/b", "a"), ("a", nil), ("/", nil), ("", nil),
    ] as [(String, String?)])
  func aPathsFolder(path: String, parent: String?) {
    #expect(FileSystem.parent(of: path) == parent)
  }

  @Test func anErrorNamesTheOperationThePathAndTheReason() {
    let error = PlatformError(errno: ENOENT, operation: "opening", path: "/x")
    #expect(error.message == "opening of /x failed: No such file or directory (errno 2)")
    #expect(error.isMissing && !error.isNoSpace && !error.isReadOnly)
  }

  @Test(arguments: [
    (10_413_792_000, "2300-01-01T00:00:00.000000Z"),
    (-10_413_792_000, "1640-01-01T00:00:00.000000Z"),
  ])
  func aFileOfAnyCenturyHasATime(seconds: Int, text: String) throws {
    let path = folder.file("f")
    try FileSystem.writeAtomically([1], to: path)
    #expect(touch(path, seconds))
    let info = try FileSystem.info(path)
    // What a disk can't keep it holds at its own ends.
    let kept = info.modified.seconds
    #expect(kept == seconds || abs(kept) < abs(seconds))
    if kept == seconds { #expect(info.modified.instant.description == text) }
    #expect(info.changed > info.modified || seconds > 0)
  }

  @Test func aTimeThatNoInstantReachesIsHeldAtTheEnd() {
    func instant(_ seconds: Int) -> Instant {
      FileTime(timespec(tv_sec: seconds, tv_nsec: 0)).instant
    }
    #expect(instant(.max / 2) == Instant(microseconds: .max))
    #expect(instant(.min / 2) == Instant(microseconds: .min))
    #expect(instant(1) == Instant(microseconds: 1_000_000))
  }

  /// Sets a file's time.
  private func touch(_ path: String, _ seconds: Int) -> Bool {
    let time = timespec(tv_sec: seconds, tv_nsec: 0)
    return unsafe utimensat(AT_FDCWD, path, [time, time], 0) == 0
  }
}
