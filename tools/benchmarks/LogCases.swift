import CanonicalJSON
import EventLog
import EventLogSQLite
import EventProjections
import Foundation
import MissionStore

/// The cases of the log by itself, and of the log with the mission projections.
struct LogCases {
  let data: String
  let folder: String

  private var plainPath: String { folder + "/plain.db" }
  private var projectedPath: String { "\(folder)/\(Self.projectedName)" }
  /// The name of the ledger that `appendProjected` writes.
  static let projectedName = "projected.db"

  /// Writes the dictionary that the program ships, for the ceiling to compress with.
  static func writeDictionary(to path: String) throws {
    try Data(StartingDictionary.bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Appends through `EventLog` alone, `batch` events a commit, one caller.
  func append(_ count: Int, batch: Int) async throws -> Figure {
    let records = try BenchmarkData(path: data, limit: count).records
    let frames = batch == 1 ? try framesPerCommit(records.prefix(200)) : nil
    let log = try open(fresh: plainPath)
    defer { log.close() }
    var figure = try await Figure.timing {
      for start in stride(from: 0, to: records.count, by: batch) {
        let group = records[start..<min(start + batch, records.count)]
        try log.writeBlocking { transaction in
          for record in group { try transaction.append(record.event, to: record.stream) }
        }
      }
      return records.count
    }
    figure.framesPerCommit = frames
    return figure
  }

  /// Appends through `EventLog` alone, one event a call, `callers` at once.
  func group(_ count: Int, callers: Int) async throws -> Figure {
    let records = try BenchmarkData(path: data, limit: count).records
    let log = try open(fresh: plainPath + ".group")
    defer { log.close() }
    return try await Figure.timing {
      try await withThrowingTaskGroup { group in
        for caller in 0..<callers {
          group.addTask {
            for index in stride(from: caller, to: records.count, by: callers) {
              try await log.append([records[index].event], to: records[index].stream)
            }
          }
        }
        try await group.waitForAll()
      }
      return records.count
    }
  }

  /// Reads every event of what `append` wrote.
  func readAll(checkingLeaves: Bool) async throws -> Figure {
    let log = try open(plainPath)
    defer { log.close() }
    return try await Figure.timing {
      try log.readBlocking { reader in
        var bytes = 0
        if checkingLeaves {
          try reader.forEach { event in
            bytes += event.payload.bytes.count
            return true
          }
        } else {
          try reader.scan { bytes += $0.payload.bytes.count }
        }
        guard bytes > 0 else { throw BenchmarkError("nothing was read") }
        return Int(reader.head)
      }
    }
  }

  /// Verifies all of what `append` wrote.
  func verify() async throws -> Figure {
    let log = try open(plainPath)
    defer { log.close() }
    return try await Figure.timing {
      let report = try await log.verify(.full)
      if let found = report.firstBreak { throw BenchmarkError("a break: \(found)") }
      return Int(report.size)
    }
  }

  /// Reads one stream at a time, `count` of them spread over the log.
  func streams(_ count: Int) async throws -> Figure {
    let log = try open(plainPath)
    defer { log.close() }
    return try log.readBlocking { reader in
      let names = try reader.streams(beginningWith: "mission/")
      let clock = ContinuousClock()
      var taken: [Double] = []
      let start = clock.now
      for index in 0..<count {
        let began = clock.now
        _ = try reader.events(of: names[(index &* 2_654_435_761) % names.count])
        taken.append((clock.now - began).inSeconds * 1e6)
      }
      let seconds = (clock.now - start).inSeconds
      return Figure(
        count: count, seconds: seconds, medianMicroseconds: taken.sorted()[taken.count / 2])
    }
  }

  /// The file's size, the log's tables being all of it, against its payloads' bytes.
  func size() async throws -> Figure {
    let log = try open(plainPath)
    defer { log.close() }
    return try log.readBlocking { reader in
      var payloads = 0
      try reader.scan { payloads += $0.payload.bytes.count }
      let size = try reader.query { connection in
        try (connection.integer("PRAGMA page_count") ?? 0)
          * (connection.integer("PRAGMA page_size") ?? 0)
      }
      return Figure(count: Int(size), seconds: 0, ratio: Double(size) / Double(max(payloads, 1)))
    }
  }

  /// Compacts what `append` wrote; the ratio is the file's size against its payloads' bytes
  /// afterwards.
  func compact() async throws -> Figure {
    let log = try open(plainPath)
    defer { log.close() }
    let head = try log.readBlocking { Int($0.head) }
    var figure = try await Figure.timing {
      try await log.compact()
      return head
    }
    figure.ratio = try await size().ratio
    return figure
  }

  /// Appends with the mission projections moving in the same commits.
  func appendProjected(_ count: Int, batch: Int) async throws -> Figure {
    let records = try BenchmarkData(path: data, limit: count).records
    Self.remove(projectedPath)
    let ledger = try openProjected()
    defer { ledger.close() }
    return try await Figure.timing {
      for start in stride(from: 0, to: records.count, by: batch) {
        let group = records[start..<min(start + batch, records.count)]
        try ledger.writeBlocking { transaction in
          for record in group { try transaction.append(record.event, to: record.stream) }
        }
      }
      return records.count
    }
  }

  /// Rebuilds the missions projection of what `appendProjected` wrote.
  func rebuild() async throws -> Figure {
    let ledger = try openProjected()
    defer { ledger.close() }
    let head = try ledger.log.readBlocking { Int($0.head) }
    return try await Figure.timing {
      try await ledger.rebuild(["missions"])
      return head
    }
  }

  // MARK: A log that grows

  /// Appends the data over and over with the mission projections, each round as missions of its
  /// own, until there are
  /// `count` events.
  func grow(_ count: Int) async throws -> Figure {
    let records = try BenchmarkData(path: data, limit: count).records
    Self.remove(projectedPath)
    let ledger = try openProjected()
    defer { ledger.close() }
    return try await Figure.timing {
      for start in stride(from: 0, to: count, by: 1_000) {
        try ledger.writeBlocking { transaction in
          for number in start..<min(start + 1_000, count) {
            let record = records[number % records.count]
            try transaction.append(record.event, to: record.stream(in: number / records.count))
          }
        }
      }
      return count
    }
  }

  /// Appends `count` events to what there is, with the mission projections, one event a commit.
  func appendMore(_ count: Int) async throws -> Figure {
    let records = try BenchmarkData(path: data, limit: count).records
    let ledger = try openProjected()
    defer { ledger.close() }
    let round = try ledger.log.readBlocking { Int($0.head) }
    return try await Figure.timingEach(records.count) { number in
      try ledger.writeBlocking { transaction in
        _ = try transaction.append(
          records[number].event, to: records[number].stream(in: round + number))
      }
    }
  }

  /// Verifies all of a log with the mission projections.
  func verifyProjected() async throws -> Figure {
    let ledger = try openProjected()
    defer { ledger.close() }
    return try await Figure.timing {
      let report = try await ledger.log.verify(.full)
      if let found = report.firstBreak { throw BenchmarkError("a break: \(found)") }
      return Int(report.size)
    }
  }

  // MARK: Files

  private func framesPerCommit(_ records: ArraySlice<BenchmarkData.Record>) throws -> Double {
    let log = try open(fresh: plainPath + ".frames")
    defer { log.close() }
    for record in records {
      try log.writeBlocking { _ = try $0.append(record.event, to: record.stream) }
    }
    return try log.framesWritten() / Double(records.count)
  }

  private func openProjected() throws -> ProjectedLog {
    try ProjectedLog.open(
      projectedPath, EventLog.Options(name: "vp"), projections: LedgerModel.current.missions)
  }

  private func open(_ path: String) throws -> EventLog {
    try EventLog.open(path, EventLog.Options(name: "benchmark"))
  }

  private func open(fresh path: String) throws -> EventLog {
    Self.remove(path)
    return try open(path)
  }

  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", ".lock", ".rebuild.lock"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }
}

extension EventLog {
  /// How many frames the write-ahead log has: those written, until a checkpoint starts it anew.
  func framesWritten() throws -> Double {
    try writeExclusivelyBlocking { _, connection in Double(connection.framesInLog) }
  }
}
