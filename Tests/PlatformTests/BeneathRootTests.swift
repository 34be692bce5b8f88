import Foundation
import MissionTesting
import Platform
import Testing

@Suite struct BeneathRootTests {
  private let folder: TemporaryFolder
  private let root: BeneathRoot

  /// A root with a file, a folder, links in and out, a pipe, and a secret beside it.
  init() throws {
    folder = try TemporaryFolder()
    let inside = folder.file("root")
    try FileSystem.makePrivateDirectory("\(inside)/sub")
    try FileSystem.writeAtomically(Array("hello world".utf8), to: "\(inside)/file.txt")
    try FileSystem.writeAtomically(Array("deep".utf8), to: "\(inside)/sub/deep.txt")
    try FileSystem.writeAtomically(Array("secret".utf8), to: folder.file("secret"))
    let links = [
      "within": "sub/deep.txt", "around": "sub/../file.txt", "out": "../secret",
      "absolute": "\(inside)/file.txt", "folder-out": "..", "loop": "loop",
      "sub/up": "../../secret",
      "dangling": "nowhere",
    ]
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: "\(inside)/\(name)", withDestinationPath: target)
    }
    let script = try RunningScript("mkfifo '\(inside)/pipe'; echo made")
    #expect(script.firstLine() == "made")
    script.end()
    root = try BeneathRoot(path: inside)
  }

  @Test(arguments: [
    ("file.txt", "hello world"), ("sub/deep.txt", "deep"), ("sub/../file.txt", "hello world"),
    ("within", "deep"), ("around", "hello world"), ("./file.txt", "hello world"),
  ])
  func aFileBelowTheRootIsRead(path: String, content: String) throws {
    let file = try root.openFile(path)
    #expect(String(decoding: try file.read(offset: 0, count: 100), as: UTF8.self) == content)
    #expect(file.info.bytes == content.utf8.count)
  }

  @Test func aFileIsWrittenBelowTheRootAndNeverThroughALinkThatLeadsOut() throws {
    try root.makeFolder("new/below/")
    for path in ["top", "new/below/file", "within"] {
      try root.writeAtomically([UInt8(ascii: "x")], to: path)
      #expect(try root.openFile(path).info.bytes == 1)
    }
    let error = #expect(throws: PlatformError.self) {
      try root.writeAtomically([], to: "folder-out/new")
    }
    #expect(error?.leadsOut == true)
    for path in ["folder-out/new", "dangling"] {
      let made = #expect(throws: PlatformError.self) { try root.makeFolder(path) }
      #expect(made?.leadsOut == true)
    }
    #expect(try FileSystem.names(in: folder.path).sorted() == ["root", "secret"])
  }

  @Test func aLinkInTheRootsOwnPlaceIsFollowedOnlyWhereThatIsWanted() throws {
    let place = folder.file("place")
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: root.path)
    #expect(try BeneathRoot(path: place).openFile("file.txt").info.bytes == 11)
    let error = #expect(throws: PlatformError.self) {
      _ = try BeneathRoot(path: place, links: .above)
    }
    #expect(error?.leadsOut == true)
    let missing = #expect(throws: PlatformError.self) {
      _ = try BeneathRoot(path: folder.file("none"), links: .above)
    }
    #expect(missing?.isMissing == true)
  }

  @Test func aLinkAboveTheRootIsFollowedOnlyWhereThatIsWanted() throws {
    let (place, sub) = (folder.file("place"), folder.file("place") + "/sub")
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: root.path)
    for links in [BeneathRoot.Links.anywhere, .above] {
      #expect(try BeneathRoot(path: sub, links: links).openFile("deep.txt").info.bytes == 4)
    }
    for path in [place, sub, place + "/none"] {
      let error = #expect(throws: PlatformError.self) {
        _ = try BeneathRoot(path: path, links: .nowhere)
      }
      #expect(error?.leadsOut == true)
    }
    let real = URL(fileURLWithPath: root.path).resolvingSymlinksInPath().path
    #expect(try BeneathRoot(path: real, links: .nowhere).openFile("file.txt").info.bytes == 11)
    let missing = #expect(throws: PlatformError.self) {
      _ = try BeneathRoot(path: real + "/none", links: .nowhere)
    }
    #expect(missing?.isMissing == true)
  }

  @Test(arguments: [
    "../secret", "sub/../../secret", "out", "absolute", "folder-out/secret", "sub/up",
    "/etc/passwd",
    "..", "folder-out/root/file.txt", "/",
  ])
  func aPathThatLeadsOutIsRefused(path: String) {
    #expect(failure(path) == EXDEV)
  }

  @Test(arguments: [
    ("pipe", EINVAL), ("sub", EINVAL), (".", EINVAL), ("nothing", ENOENT), ("dangling", ENOENT),
    ("loop", ELOOP), ("", ENOENT), ("file.txt/x", ENOTDIR), ("/proc/self/environ", EXDEV),
  ])
  func whatIsNoRegularFileIsRefusedWithoutWaiting(path: String, code: Int32) {
    #expect(failure(path) == code)
  }

  @Test(arguments: [(0, 5, "hello"), (6, 5, "world"), (6, 100, "world"), (11, 5, ""), (99, 1, "")])
  func aRangeIsReadToTheFilesEnd(offset: Int64, count: Int, text: String) throws {
    let file = try root.openFile("file.txt")
    #expect(try file.read(offset: offset, count: count) == Array(text.utf8))
  }

  @Test func theListingNamesEverythingAndFollowsNoLink() throws {
    let listing = try root.list(limit: 100)
    #expect(
      listing.entries.map(\.path) == [
        "absolute", "around", "dangling", "file.txt", "folder-out", "loop", "out", "pipe", "sub",
        "sub/deep.txt", "sub/up", "within",
      ])
    #expect(listing.entries.first { $0.path == "out" }?.info.kind == .symbolicLink)
    #expect(listing.entries.first { $0.path == "pipe" }?.info.kind == .other)
    #expect(!listing.isTruncated)
    #expect(try root.list(limit: 3).entries.count == 3)
    #expect(try root.list(limit: 3).isTruncated)
    #expect(try root.list(limit: 100) { _ in false }.entries.count == 10)
  }

  private func failure(_ path: String) -> Int32? {
    do throws(PlatformError) {
      _ = try root.openFile(path)
      return nil
    } catch {
      return error.errno
    }
  }
}
