private import CMemoryDisk
import EventLog
import Foundation
import MissionControl
import MissionTesting
import Platform

/// The folder that simulated homes lie in, one after the other, each made from the same new
/// ledgers.
///
/// Its path names a memory file system where the machine has one: what is simulated needs no disk.
package final class Shelter {
  /// A file by its name in the home.
  struct File: Sendable {
    let name: String
    let bytes: Data
  }

  private let folder: String
  private var homes = 0
  private let files: [File]

  /// Makes a folder below another, and new ledgers in it to copy.
  package init(below parent: String? = nil) async throws {
    let base = parent ?? (FileSystem.isWritable("/dev/shm") ? "/dev/shm" : NSTemporaryDirectory())
    folder = "\(base)/missionlog-simulation-\(UUID().uuidString)"
    try FileSystem.makePrivateDirectory(folder)
    let machine = SimulatedMachine()
    let path = folder + "/new"
    let fleet = Fleet(
      home: Home(path: path, origin: "a simulation"), configuration: Configuration(),
      surroundings: Surroundings(
        clocks: machine.clocks, randomness: .seeded(1), host: machine.host,
        durability: EventLog.Options.Durability.none))
    _ = try await fleet.initialize()
    fleet.close()
    files = try Self.ledgers(in: path)
    Self.remove(path)
  }

  deinit {
    Self.remove(home)
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The home of the world that is running.
  var home: String { "\(folder)/home-\(homes)" }

  /// Makes a new home and removes the one before.
  func makeHome() throws { try move(to: files) }

  /// Makes a new home of some files and removes the one before, whose ledgers nobody may use any
  /// more.
  func move(to files: [File]) throws {
    let old = home
    homes += 1
    try FileSystem.makePrivateDirectory(home)
    for file in files { try file.bytes.write(to: URL(fileURLWithPath: "\(home)/\(file.name)")) }
    Self.remove(old)
  }

  /// The files of the home's ledgers as they are on the disk, without what only lives in memory.
  func image() throws -> [File] {
    try Self.ledgers(in: home)
  }

  /// One ledger's files.
  func image(of file: String) throws -> [File] {
    unsafe memory_disk_save(home)
    return try [file, file + "-wal"].compactMap { name in
      let path = "\(home)/\(name)"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      return File(name: name, bytes: try Data(contentsOf: URL(fileURLWithPath: path)))
    }
  }

  private static func remove(_ home: String) {
    unsafe memory_disk_forget(home)
    try? FileManager.default.removeItem(atPath: home)
  }

  private static func ledgers(in folder: String) throws -> [File] {
    unsafe memory_disk_save(folder)
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".db") || $0.hasSuffix(".db-wal") }
      .map { name in
        File(name: name, bytes: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
      }
  }
}
