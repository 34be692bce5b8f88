import CanonicalJSON
import EventLog
import EventProjections
import Foundation
import Glibc
import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionReplay

/// An import that is killed at any point and run again takes over what one run would have, once.
@Suite struct ImportKillTests {
  /// More than go into one transaction.
  private static let missions = 150

  private let folder: TemporaryFolder
  private let source: String

  init() throws {
    folder = try TemporaryFolder()
    source = folder.file("source/old.db")
    try FileSystem.makePrivateDirectory(folder.file("source"))
    let file = try LegacyFile(source, hasLog: true)
    for number in 0..<Self.missions {
      let vp = number % 4 == 0 ? "vp.coder.primary" : number % 7 == 0 ? "vp.new" : nil
      try file.mission("m\(number)", vp: vp ?? "vp.general.primary", status: "completed")
      try file.event("a\(number)", of: "m\(number)", "vp.mission.dispatched")
      try file.event("b\(number)", of: "m\(number)", "vp.mission.completed")
    }
    try file.add("vp_sessions", [("vp_id", .text("vp.new")), ("status", .text("active"))])
    file.close()
  }

  private static func fleet(_ path: String) -> Fleet {
    let clock = TestClock()
    return Fleet(
      home: Home(path: path, origin: "a test"), configuration: Configuration(),
      surroundings: Surroundings(
        clocks: clock.clocks, durability: EventLog.Options.Durability.none))
  }

  private static func run(
    _ source: String, into home: String,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> ImportReport {
    let fleet = fleet(home)
    defer { fleet.close() }
    return try await FleetImport(fleet, .tester).run(source, name: "old.db", progress: progress)
  }

  /// What a home's ledgers say, but for the salts that each home draws.
  private func content(_ home: String) async throws -> [String: [String]] {
    let fleet = Self.fleet(home)
    defer { fleet.close() }
    var content: [String: [String]] = [:]
    for log in try await fleet.logs().logs {
      #expect(try await log.log.verify(.full).firstBreak == nil)
      #expect(try await log.check().allSatisfy(\.isSound))
      content[log.log.name] = try await log.log.read { try $0.events() }.map { event in
        "\(event.position) \(event.stream) \(event.version) \(event.type) \(event.schema) "
          + "\(event.occurredAt?.description ?? "-") \(event.actor) \(event.payload.string)"
      }
    }
    return content
  }

  /// The source's files, byte for byte; what readers of it share says nothing of it.
  private func sourceFiles() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileSystem.names(in: folder.file("source")) where !name.hasSuffix("-shm") {
      files[name] = try FileSystem.read(folder.file("source/\(name)"), limit: 1 << 24)
    }
    return files
  }

  /// Before the first transaction, between any two, and after the last one but one.
  @Test(arguments: [1, 40, 63, 64, 65, 90, 120, 149, 150])
  func aKilledImportIsGoneOnWith(step: Int) async throws {
    let before = try sourceFiles()
    #expect(before["old.db-wal"]?.isEmpty == false)
    #expect(try await Self.run(source, into: folder.file("whole")).imported == Self.missions)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [source = source as String, home = folder.file("killed") as String, step = step as Int] in
      _ = try await ImportKillTests.run(source, into: home) { done, _ in
        if done == step { kill(getpid(), SIGKILL) }
      }
    }
    let report = try await Self.run(source, into: folder.file("killed"))
    #expect(report.imported + report.already == Self.missions)
    #expect(try await content(folder.file("killed")) == content(folder.file("whole")))
    #expect(try await !Self.run(source, into: folder.file("killed")).isChange)
    #expect(try sourceFiles() == before)
  }
}
