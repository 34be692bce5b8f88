import CFaultyDisk
import EventLog
import Foundation
import MissionTesting
import Platform

/// Power that goes: every write and sync of a fleet's work is written down, and what a loss of
/// power at any moment may leave of the files is laid out, opened and held to what was acknowledged
/// by then.
///
/// A disk keeps what was synced; of what was not, it may have all, nothing, some writes in any
/// order, or some sectors of them. With `relaxed` the newest events may be gone, and nothing else;
/// in both controls the loss must show.
struct PowerStorm {
  private let arguments: Arguments
  private let folder: TemporaryFolder

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    folder = try TemporaryFolder()
    guard faulty_disk_install() == 1 else { throw Broken("SQLite can't be set up") }
  }

  /// Lays out the images of a disk that keeps its word, then the controls', and says what they
  /// showed.
  func run() async throws -> String {
    let full = try await lose(.full, images: arguments.amount)
    guard full.lost == 0 else {
      throw Broken("\(full.lost) images lack what was acknowledged, \(full.firstLost ?? "")")
    }
    if let unsound = full.firstUnsound { throw Broken(unsound) }
    let fewer = max(50, arguments.amount / 20)
    let relaxed = try await lose(.relaxed, images: fewer)
    if let unsound = relaxed.firstUnsound { throw Broken("with durability relaxed: \(unsound)") }
    guard relaxed.lost > 0 else { throw Broken("nothing was lost with durability relaxed") }
    let unsynced = try await lose(.none, images: fewer)
    guard unsynced.unsound > 0 else { throw Broken("nothing was damaged without any sync") }
    return "\(full.images) images of \(full.operations) writes and syncs, 0 lost, 0 damaged; "
      + "controls: relaxed lost events in \(relaxed.lost) of \(fewer) and damaged none, "
      + "no sync damaged \(unsynced.unsound) of \(fewer)"
  }

  /// What the images of one run showed.
  private struct Losses {
    var operations = 0
    var images = 0
    /// How many lack an event that was acknowledged.
    var lost = 0
    var firstLost: String?
    /// How many are anything but what the log once was.
    var unsound = 0
    var firstUnsound: String?
  }

  /// Has a fleet work, and looks at what the loss of power may leave of it.
  private func lose(
    _ durability: EventLog.Options.Durability, images: Int
  ) async throws -> Losses {
    let home = folder.file("home-\(durability)")
    let run = try await PowerRun(seed: arguments.seed, durability, home: home)
    defer { faulty_disk_trace_end() }
    var chance = SeededGenerator(seed: arguments.seed)
    var losses = Losses()
    losses.operations = run.operations
    // The disk only ever goes on from one operation to the next.
    let moments = (0..<images).map { _ in Int.random(in: 0...run.operations, using: &chance) }
      .sorted()
    for moment in moments {
      let loss = Self.ways[losses.images % Self.ways.count]
      losses.images += 1
      let image = folder.file("image")
      try FileSystem.makePrivateDirectory(image)
      defer { try? FileManager.default.removeItem(atPath: image) }
      guard unsafe faulty_disk_lay_out(moment, loss, chance.next(), image) == 1 else {
        throw Broken("an image can't be written")
      }
      let story = "after operation \(moment) of \(run.operations), \(loss)"
      do {
        let isWhole = try await run.hold(image, at: moment, isWritten: losses.images % 8 == 0)
        if !isWhole {
          losses.lost += 1
          losses.firstLost = losses.firstLost ?? story
        }
      } catch {
        losses.unsound += 1
        losses.firstUnsound = losses.firstUnsound ?? "\(story): \(error)"
      }
    }
    return losses
  }

  private static let ways: [FaultyDiskLoss] = [
    .losesNothing, .losesAllUnsynced, .losesSome, .tears, .losesSome, .tears,
  ]
}
