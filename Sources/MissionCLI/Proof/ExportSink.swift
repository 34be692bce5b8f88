import Foundation
import MissionModel
import Platform

/// Where an export goes: standard output, or a file that it makes.
struct ExportSink: Sendable {
  private let console: Console
  private let path: String?
  private let lines: AppendingFile?

  /// Makes a sink; a path is that of a new file.
  ///
  /// - Throws: `validation_error` where something lies there already, `ledger_read_only` where none can be made.
  init(_ path: String?, _ console: Console) throws {
    self.console = console
    self.path = path
    guard let path else {
      lines = nil
      return
    }
    guard (try? FileSystem.info(path)) == nil else {
      throw MissionError.validation(
        "there is already something at \(path): name a new file, or move it away", field: "output")
    }
    do throws(PlatformError) {
      lines = try AppendingFile(path: path)
    } catch {
      throw MissionError(unwritable: path, error)
    }
  }

  /// Has `write` write line after line; a file that didn't become whole doesn't stay.
  func lines(_ write: () async throws -> Void) async throws {
    do {
      try await write()
    } catch {
      if let path { try? FileSystem.removeFile(path) }
      throw error
    }
  }

  /// Writes one line; answers whether more are wanted.
  func line(_ bytes: [UInt8]) throws -> Bool {
    try write(bytes + [0x0A])
    return true
  }

  /// Writes what holds its lines' ends itself.
  func write(_ bytes: [UInt8]) throws {
    if let lines {
      do throws(PlatformError) {
        try lines.append(bytes)
      } catch {
        throw MissionError(unwritable: path ?? "the file", error)
      }
    } else {
      try console.out.write(bytes: bytes)
    }
  }

  /// Has `write` make a file, and hands it on: a database can't be written from its beginning to its end.
  func file(
    _ randomness: Randomness, _ write: (_ path: String) async throws -> Void
  ) async throws {
    if let path {
      do {
        try await write(path)
      } catch {
        try? FileSystem.removeFile(path)
        throw error
      }
      return
    }
    guard !console.screen.isTerminal else {
      throw MissionError.validation(
        "a database is nothing for a terminal: give --output FILE, or redirect standard output",
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
