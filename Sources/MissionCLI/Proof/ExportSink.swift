import Foundation
import MissionModel
import Platform

/// The target of an export: standard output, or a new file, which appears once it is whole.
struct ExportSink: Sendable {
  /// After how many seconds without a write a partial file counts as abandoned: its writer may be
  /// in another container, whose processes can't be seen from here.
  private static let restSeconds = 60.0

  private let console: Console
  private let file: PendingFile?

  /// Makes a sink; a path is that of a new file.
  ///
  /// - Throws: `validation_error` where there is a file already, `ledger_read_only` where none can
  ///   be made.
  init(_ path: String?, _ console: Console) throws {
    self.console = console
    guard let path else {
      file = nil
      return
    }
    try PathInput.checkIsNew(path, field: "output")
    FileSystem.removePendingFiles(
      in: FileSystem.parent(of: path) ?? ".",
      unchangedSince: console.clocks.now().advanced(bySeconds: -Self.restSeconds),
      sparing: PendingFile.mayBeWritten)
    do throws(PlatformError) {
      file = try PendingFile(for: path)
    } catch {
      throw MissionError(unwritable: path, error)
    }
  }

  /// Runs `write`, which writes line after line.
  func lines(_ write: () async throws -> Void) async throws {
    guard let file else { return try await write() }
    try await finish(file, write)
  }

  /// Gives the file its name once `write` has written it; an incomplete file is removed.
  private func finish(_ file: PendingFile, _ write: () async throws -> Void) async throws {
    do {
      try await write()
      try PathInput.checkIsNew(file.path, field: "output")
      do throws(PlatformError) {
        try await BlockingPool(name: "export", threads: 1).run { () throws(PlatformError) in
          try file.finish()
        }
      } catch {
        throw MissionError(unwritable: file.path, error)
      }
    } catch {
      file.abandon()
      throw error
    }
  }

  /// Writes one line; returns whether more are wanted.
  func line(_ bytes: [UInt8]) throws -> Bool {
    try write(bytes + [0x0A])
    return true
  }

  /// Writes bytes that include their own line ends.
  func write(_ bytes: [UInt8]) throws {
    if let file {
      do throws(PlatformError) {
        try file.append(bytes)
      } catch {
        throw MissionError(unwritable: file.path, error)
      }
    } else {
      try console.out.write(bytes: bytes)
    }
  }

  /// Runs `write` to make a file, and passes it on: a database can't be written from its beginning
  /// to its end.
  func file(
    _ randomness: Randomness, _ write: (_ path: String) async throws -> Void
  ) async throws {
    if let file { return try await finish(file) { try await write(file.temporaryPath) } }
    guard !console.screen.isTerminal else {
      throw MissionError.validation(
        "a database can't be shown on a terminal: give --output FILE, or redirect standard output",
        field: "output")
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "missionlog-export-\(randomness.bytes(16).hex)").path
    try FileSystem.makePrivateDirectory(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/export.sqlite"
    try await write(path)
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? file.close() }
    while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
      try console.out.write(bytes: Array(part))
    }
  }
}
