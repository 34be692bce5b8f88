import Foundation
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionControl

@Suite struct ArtifactReaderTests {
  private let folder: TemporaryFolder
  private let root: String

  init() throws {
    folder = try TemporaryFolder()
    root = folder.file("work")
    try FileSystem.makePrivateDirectory(root)
  }

  private func write(_ path: String, _ text: String) throws {
    try FileSystem.makePrivateDirectory(FileSystem.parent(of: root + "/" + path) ?? root)
    try FileSystem.writeAtomically(Array(text.utf8), to: root + "/" + path)
  }

  private func reader(
    _ recorded: [ExactText: ArtifactReader.Recorded] = [:], since: Instant? = nil,
    home: String? = nil
  ) throws -> ArtifactReader {
    try ArtifactReader(
      path: root, home: home ?? folder.file("home"), recorded: recorded, since: since)
  }

  @Test func deliverablesComeFirstAndEachKindIsSortedByPath() throws {
    for path in ["z.md", "a.md", "sub/b.txt", "sub/a.txt", ".git/config", "x/node_modules/y.js"] {
      try write(path, path)
    }
    for path in ["mission_receipt.json", "sync_ready.json", "output.log", "objective.md"] {
      try write(path, "own")
    }
    let (artifacts, total, _) = try reader().list(ArtifactsRequest())
    #expect(artifacts.map(\.path) == ["a.md", "z.md", "sub/a.txt", "sub/b.txt"])
    #expect(artifacts.map(\.role) == [.deliverable, .deliverable, .supporting, .supporting])
    #expect(artifacts.map(\.excerpt) == ["a.md", "z.md", "sub/a.txt", "sub/b.txt"])
    #expect(total == 4)
  }

  @Test func theWorkersOwnFilesCanBeReadAndAreNoDeliverables() throws {
    for path in ["output.log", "objective.md", "notes.md"] { try write(path, path) }
    let reader = try reader()
    #expect(try reader.text("output.log", offset: 0, limit: 100).text == "output.log")
    #expect(reader.describe("output.log")?.role == .supporting)
    #expect(reader.describe("objective.md")?.role == .supporting)
    #expect(reader.describe("notes.md")?.role == .deliverable)
  }

  @Test(arguments: [String(repeating: "x", count: 256), String(repeating: "x/", count: 3_000)])
  func aNameThatNoFileCanHaveIsNotFound(path: String) throws {
    let error = #expect(throws: MissionError.self) {
      try reader().text(path, offset: 0, limit: 100)
    }
    #expect(error?.code == .notFound)
  }

  @Test func aLinkThatPointsOutIsListedAndNeverFollowed() throws {
    try FileSystem.writeAtomically(Array("secret".utf8), to: folder.file("secret"))
    try write("in.txt", "inside")
    try link("../secret", at: root + "/out")
    try link(folder.path, at: root + "/up")
    try link("in.txt", at: root + "/same")
    try link(root + "/in.txt", at: root + "/absolute")
    let artifacts = try reader().list(ArtifactsRequest()).artifacts
    #expect(artifacts.map(\.path) == ["absolute", "in.txt", "same", "out", "up"])
    #expect(artifacts.suffix(2).allSatisfy { $0.role == .outside && $0.excerpt == nil })
    #expect(artifacts.prefix(3).allSatisfy { $0.excerpt == "inside" })
  }

  @Test(arguments: ["out", "up/secret", "../secret", "/etc/hostname", "a/../../secret"])
  func aPathThatLeadsOutIsRefused(path: String) throws {
    try FileSystem.writeAtomically(Array("secret".utf8), to: folder.file("secret"))
    try write("a/in.txt", "inside")
    try link("../secret", at: root + "/out")
    try link("..", at: root + "/up")
    let reader = try reader()
    let error = #expect(throws: MissionError.self) {
      _ = try reader.text(path, offset: 0, limit: 100)
    }
    #expect(error?.code == .artifactOutsideWorkspace)
  }

  @Test func aFolderIsNoFileToRead() throws {
    try write("sub/in.txt", "inside")
    let reader = try reader()
    let error = #expect(throws: MissionError.self) {
      _ = try reader.text("sub", offset: 0, limit: 100)
    }
    #expect(error?.code == .notFound && error?.message.contains("is not a file") == true)
  }

  @Test func aFileIsReadInPartsFromEitherEnd() throws {
    try write("long.txt", String(repeating: "é", count: 100))
    let reader = try reader()
    let first = try reader.text("long.txt", offset: 0, limit: 51)
    #expect((first.text?.count, first.nextOffset, first.bytes) == (25, 50, 200))
    let last = try reader.text("long.txt", offset: -3, limit: 100)
    #expect((last.text, last.offset, last.nextOffset) == ("é", 198, nil))
    #expect(try reader.text("long.txt", offset: 500, limit: 10).text == "")
  }

  @Test func aFileThatWasUnpackedIsNewWhateverItsModificationTime() throws {
    try write("unpacked.txt", "x")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: root + "/unpacked.txt")
    let since = try FileSystem.info(root + "/unpacked.txt").changed.instant
    #expect(try reader(since: since).list(ArtifactsRequest()).artifacts.count == 1)
    // A log may be ahead of the clock by which files change.
    var later = try reader(since: since.advanced(bySeconds: 60))
    #expect(try later.list(ArtifactsRequest()).artifacts.isEmpty)
    later.received = ["unpacked.txt": ArtifactReader.Content(bytes: 1)]
    #expect(try later.list(ArtifactsRequest()).artifacts.map(\.path) == ["unpacked.txt"])
  }

  @Test func whatIsTouchedLaterIsNoneOfAMissionWhoseReceiptTells() throws {
    for path in ["foreign.txt", "unpacked.txt", "edited.txt"] { try write(path, "x") }
    for path in ["foreign.txt", "unpacked.txt"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: root + "/" + path)
    }
    var reader = try reader(since: Instant(microseconds: 1_000_000))
    #expect(try reader.list(ArtifactsRequest()).artifacts.count == 3)
    reader.received = ["unpacked.txt": ArtifactReader.Content(bytes: 1)]
    #expect(
      try reader.list(ArtifactsRequest()).artifacts.map(\.path) == ["edited.txt", "unpacked.txt"])
  }

  @Test func aLinkInTheWorkspacesPlaceIsFollowedOnlyWhereThatIsWanted() throws {
    try write("a.txt", "x")
    let place = folder.file("place")
    try link(root, at: place)
    let open = { (following: Bool) throws(MissionError) in
      try ArtifactReader(
        path: place, links: following ? .anywhere : .above, home: folder.file("home"),
        recorded: [:], since: nil)
    }
    #expect(try open(true).list(ArtifactsRequest()).artifacts.map(\.path) == ["a.txt"])
    let error = #expect(throws: MissionError.self) { _ = try open(false) }
    #expect(error?.code == .artifactOutsideWorkspace)
  }

  @Test func whatIsNotTextIsListedWithoutAnExcerpt() throws {
    try FileSystem.writeAtomically([0xFF, 0x00, 0x01], to: root + "/blob")
    let artifact = try #require(try reader().list(ArtifactsRequest()).artifacts.first)
    #expect(artifact.excerpt == nil && !artifact.excerptTruncated)
    #expect(artifact.sha256?.count == 64)
    #expect(try reader().text("blob", offset: 0, limit: 100).text == nil)
  }

  @Test func aChangeSinceTheFinishIsSeen() throws {
    try write("same.txt", "a")
    try write("grown.txt", "aa")
    try write("other.txt", "b")
    let hash = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    let known = ArtifactReader.Content(bytes: 1, sha256: hash)
    var reader = try reader()
    reader.received = ["same.txt": known, "grown.txt": known, "other.txt": known]
    func changes() throws -> [Bool?] {
      let artifacts = try reader.list(ArtifactsRequest()).artifacts
      #expect(artifacts.map(\.path) == ["grown.txt", "other.txt", "same.txt"])
      return artifacts.map(\.changedSinceFinish)
    }
    #expect(try changes() == [nil, nil, nil])
    reader.finishedAt = Instant(microseconds: .max)
    #expect(try changes() == [true, true, false])
  }

  @Test func aFileThatIsNotAsItWasDeclaredHasChangedSinceTheFinishOnlyIfItsTimesSaySo() throws {
    for path in ["other.txt", "same.txt"] { try write(path, "b") }
    let hash = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
    var reader = try reader([
      "other.txt": .init(content: .init(bytes: 2), role: .deliverable),
      "same.txt": .init(content: .init(bytes: 1, sha256: hash), role: .deliverable),
    ])
    let made = try FileSystem.info(root + "/same.txt").changed.instant
    func changes() throws -> [Bool?] {
      try reader.list(ArtifactsRequest()).artifacts.map(\.changedSinceFinish)
    }
    #expect(try changes() == [nil, nil])
    reader.finishedAt = made
    #expect(try changes() == [nil, false])
    reader.finishedAt = made.advanced(bySeconds: -60)
    #expect(try changes() == [true, false])
  }

  @Test func theReceiptTellsOfAChangeWhateverWasDeclaredAndOfNothingElse() throws {
    for path in ["recorded.txt", "named.txt", "sub/other.txt"] { try write(path, "b") }
    let other = ArtifactReader.Content(bytes: 1, sha256: String(repeating: "0", count: 64))
    let now = ArtifactReader.Content(
      bytes: 1, sha256: "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d")
    var reader = try reader([
      "recorded.txt": .init(content: now, role: .supporting), "named.txt": .init(role: .supporting),
    ])
    reader.received = ["recorded.txt": other, "named.txt": other, "sub/other.txt": now]
    reader.finishedAt = Instant(microseconds: .max)
    let artifacts = try reader.list(ArtifactsRequest()).artifacts
    #expect(artifacts.map(\.path) == ["named.txt", "recorded.txt", "sub/other.txt"])
    #expect(artifacts.map(\.role) == [.supporting, .supporting, .supporting])
    #expect(artifacts.map(\.changedSinceFinish) == [true, true, false])
  }

  @Test func whatCameAfterTheFinishIsSaidToBeOtherThanItWas() throws {
    for path in ["named.txt", "planted.txt"] { try write(path, "x") }
    let known = ArtifactReader.Recorded(role: .deliverable)
    var reader = try reader(["named.txt": known])
    let made = try FileSystem.info(root + "/planted.txt").changed.instant
    func changes() throws -> [Bool?] {
      let artifacts = try reader.list(ArtifactsRequest()).artifacts
      #expect(artifacts.map(\.path) == ["named.txt", "planted.txt"])
      return artifacts.map(\.changedSinceFinish)
    }
    reader.finishedAt = made
    #expect(try changes() == [nil, nil])
    reader.finishedAt = made.advanced(bySeconds: -60)
    #expect(try changes() == [true, true])
    #expect(reader.describe("planted.txt")?.changedSinceFinish == true)
    // Whoever copies a folder keeps the time at which its files were modified.
    let old = Date(timeIntervalSince1970: 1)
    try FileManager.default.setAttributes(
      [.modificationDate: old], ofItemAtPath: root + "/planted.txt")
    #expect(try changes() == [true, nil])
    // Where the content is known, that alone tells.
    reader.received = ["named.txt": ArtifactReader.Content(bytes: 1)]
    #expect(try changes() == [nil, nil])
  }

  @Test func whatIsRecordedAndNotThereAnyMoreIsNamed() throws {
    try write("here.txt", "x")
    let known = ArtifactReader.Recorded(role: .deliverable)
    var reader = try reader(["here.txt": known, "b.txt": known, "../out.txt": known])
    #expect(reader.gone == ["b.txt"])
    reader.received = ["sub/a.txt": ArtifactReader.Content(), "here.txt": ArtifactReader.Content()]
    #expect(reader.gone == ["b.txt", "sub/a.txt"])
  }

  @Test func limitsHoldForFilesAndForBytes() throws {
    for name in ["a", "b", "c"] { try write(name, String(repeating: name, count: 400)) }
    var request = ArtifactsRequest()
    request.maxFiles = 2
    request.maxBytes = 500
    let (artifacts, total, _) = try reader().list(request)
    #expect(total == 3)
    #expect(artifacts.map { $0.excerpt?.count } == [400, 100])
    #expect(artifacts.map(\.excerptTruncated) == [false, true])
  }

  @Test func aTextThatNoRoomWasLeftForCountsAsCut() throws {
    for name in ["a", "b"] { try write(name, String(repeating: name, count: 400)) }
    try write("empty", "")
    try FileSystem.writeAtomically([0xFF, 0xFE], to: root + "/blob")
    var request = ArtifactsRequest()
    request.maxBytes = 400
    let artifacts = try reader().list(request).artifacts
    #expect(artifacts.map(\.path) == ["a", "b", "blob", "empty"])
    // An empty one needs no room.
    #expect(artifacts.map { $0.excerpt?.count } == [400, nil, nil, 0])
    #expect(artifacts.map(\.excerptTruncated) == [false, true, false, false])
  }

  @Test func inAFolderOfOthersOnlyWhatIsNewOrRecordedIsListed() throws {
    try write("old.txt", "old")
    try write("declared.txt", "old too")
    let future = Instant(microseconds: .max)
    let known = ArtifactReader.Recorded(role: .supporting)
    let artifacts = try reader(["declared.txt": known], since: future)
      .list(ArtifactsRequest()).artifacts
    #expect(artifacts.map(\.path) == ["declared.txt"])
  }

  @Test func aHomeThatLiesInTheWorkspaceIsNeitherListedNorRead() throws {
    try write("mine.txt", "mine")
    try write("state/token", "secret")
    try link("state/token", at: root + "/link")
    let reader = try reader(["state/token": .init(role: .deliverable)], home: root + "/state")
    let artifacts = try reader.list(ArtifactsRequest()).artifacts
    #expect(artifacts.map(\.path) == ["mine.txt", "link"])
    #expect(artifacts.map(\.role) == [.deliverable, .outside])
    for path in ["state/token", "link", "./state//token", "x/../state/token"] {
      let error = #expect(throws: MissionError.self) {
        _ = try reader.text(path, offset: 0, limit: 100)
      }
      #expect(error?.code == .artifactOutsideWorkspace)
    }
  }

  @Test func aWorkspaceThatIsTheHomeItselfShowsNothing() throws {
    try write("vp_state.db", "a ledger")
    let reader = try reader(home: root)
    #expect(try reader.list(ArtifactsRequest()).artifacts.isEmpty)
    #expect(throws: MissionError.self) { _ = try reader.file("vp_state.db") }
  }

  @Test func aWorkspaceInTheHomeIsReadLikeAnyOther() throws {
    try write("mine.txt", "mine")
    let reader = try reader(home: folder.path)
    #expect(try reader.list(ArtifactsRequest()).artifacts.map(\.path) == ["mine.txt"])
    #expect(try reader.text("mine.txt", offset: 0, limit: 100).text == "mine")
  }

  @Test func aPathWithANulIsNotTheFileBeforeIt() throws {
    try write("mine.txt", "mine")
    let error = #expect(throws: MissionError.self) {
      _ = try reader().text("mine.txt\0.html", offset: 0, limit: 100)
    }
    #expect(error?.code == .notFound)
  }

  @Test func aWorkspaceThatIsGoneSaysSo() {
    let error = #expect(throws: MissionError.self) {
      _ = try ArtifactReader(
        path: folder.file("none"), home: folder.file("home"), recorded: [:], since: nil)
    }
    #expect(error?.code == .artifactWorkspaceMissing)
  }

  @Test func aFileOfAFarTimeIsListedLikeAnyOther() throws {
    try write("far.txt", "far")
    let time = timespec(tv_sec: 10_413_792_000, tv_nsec: 0)
    try #require(unsafe utimensat(AT_FDCWD, root + "/far.txt", [time, time], 0) == 0)
    let artifacts = try reader(since: .epoch).list(ArtifactsRequest()).artifacts
    #expect(artifacts.map(\.path) == ["far.txt"])
    #expect(try !reader().file("far.txt").tag.isEmpty)
  }

  @Test func aFileTooLargeToBeHashedInPassingIsListedWithItsSize() throws {
    try write("big.bin", "")
    try #require(unsafe truncate(root + "/big.bin", 1 << 40) == 0)
    var reader = try reader()
    reader.received = ["big.bin": ArtifactReader.Content(bytes: 1 << 40)]
    reader.finishedAt = .epoch
    let artifact = try #require(try reader.list(ArtifactsRequest()).artifacts.first)
    #expect((artifact.bytes, artifact.sha256) == (1 << 40, nil))
    #expect(artifact.changedSinceFinish == nil)
  }
}

extension ExactText: ExpressibleByStringLiteral {
  /// Takes a literal by its bytes.
  public init(stringLiteral text: String) { self.init(text) }
}
