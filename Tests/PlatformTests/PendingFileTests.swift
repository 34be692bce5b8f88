import Glibc
import MissionTesting
import Testing

@testable import Platform

@Suite struct PendingFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func aFileHasItsNameOnceItIsWhole() throws {
    let file = try PendingFile(for: folder.file("f"), mode: 0o640)
    try file.append([1])
    #expect(try FileSystem.names(in: folder.path).allSatisfy(PendingFile.isTemporary))
    try file.append([2])
    try file.finish()
    file.abandon()
    #expect(try FileSystem.names(in: folder.path) == ["f"])
    #expect(try FileSystem.read(folder.file("f"), limit: 2) == [1, 2])
    #expect(try FileSystem.info(folder.file("f")).mode == 0o640)
  }

  @Test func oneThatIsAbandonedLeavesWhatWasThere() throws {
    try FileSystem.writeAtomically([1], to: folder.file("f"))
    let file = try PendingFile(for: folder.file("f"))
    try file.append([2])
    file.abandon()
    #expect(try FileSystem.names(in: folder.path) == ["f"])
    #expect(try FileSystem.read(folder.file("f"), limit: 2) == [1])
  }

  /// As in a container, where every process has the same number.
  @Test func aNameThatAKilledProcessOfTheSameNumberLeftIsPassedOver() throws {
    let first = try PendingFile(for: folder.file("f"))
    first.abandon()
    let place = try #require(first.temporaryPath.lastIndex(of: "-"))
    let number = try #require(Int(first.temporaryPath[place...].dropFirst()))
    // Other tests count on meanwhile.
    let debris = (1...500).map { "\(first.temporaryPath[...place])\(number + $0)" }
    for path in debris { _ = try AppendingFile(path: path) }
    try FileSystem.writeAtomically([1], to: folder.file("f"))
    #expect(try FileSystem.read(folder.file("f"), limit: 1) == [1])
    #expect(try FileSystem.names(in: folder.path).count == debris.count + 1)
  }

  @Test(arguments: [
    (".writing-1-2", true), (".writing-4711-0", true), (".writing-1", false),
    ("writing-1-2", false),
    (".writing-1-2-3", false), (".writing--2", false), (".writing-1-", false),
    (".writing-a-b", false),
    ("a/.writing-1-2", false), ("", false),
  ])
  func itsNameIsToldFromAnyOther(name: String, isTemporary: Bool) {
    #expect(PendingFile.isTemporary(name) == isTemporary)
  }

  @Test func onlyAnotherProcessThatIsThereMayStillWriteIt() {
    #expect(PendingFile.mayBeWritten(".writing-1-1"))
    #expect(!PendingFile.mayBeWritten(".writing-\(getpid())-1"))
    #expect(!PendingFile.mayBeWritten(".writing-\(Int32.max)-1"))
    #expect(!PendingFile.mayBeWritten(".writing-\(Int64.max)-1"))
    #expect(!PendingFile.mayBeWritten("1-1"))
  }

  @Test func onlyWhatIsPendingAndOldEnoughIsRemoved() throws {
    for name in [".writing-1-2", ".writing-x", "f"] {
      try FileSystem.writeAtomically([1], to: folder.file(name))
    }
    let made = try FileSystem.info(folder.file(".writing-1-2")).modified.instant
    FileSystem.removePendingFiles(
      in: folder.path, unchangedSince: made.advanced(byMicroseconds: -1))
    #expect(try FileSystem.names(in: folder.path) == [".writing-1-2", ".writing-x", "f"])
    FileSystem.removePendingFiles(in: folder.path, unchangedSince: made)
    #expect(try FileSystem.names(in: folder.path) == [".writing-x", "f"])
    FileSystem.removePendingFiles(in: folder.file("none"))
  }
}
