import MissionModel
import Platform
import Synchronization

/// The room that is left on the disk of a home, and the new work that it allows; the file system is
/// asked about once a second at most.
package final class DiskRoom: Sendable {
  /// How long an answer holds, in microseconds.
  private static let validity: Int64 = 1_000_000
  /// The least that commits and their write-ahead logs need.
  private static let floor: Int64 = 16 << 20
  /// How long a caller should wait for room, in milliseconds.
  private static let fullRetryMs = 10_000

  private let path: String
  /// What must be free: `min_free_bytes`, 0 for no limit.
  private let least: Int64
  private let clocks: Clocks
  private let probe: @Sendable (String) -> Int64?
  private let last = Mutex<(bytes: Int64?, at: Int64)?>(nil)

  init(path: String, least: Int64, _ surroundings: Surroundings) {
    self.path = path
    self.least = least
    clocks = surroundings.clocks
    probe = surroundings.freeBytes
  }

  /// How much room there is for missions.
  package enum Level: Hashable, Sendable {
    /// There is enough, or it can't be told.
    case enough
    /// It is less than twice `min_free_bytes`.
    case low(freeBytes: Int64)
    /// It is less than `min_free_bytes`: dispatches and claims are refused.
    case full(freeBytes: Int64)
    /// There is no limit, and hardly room for the next commits: nothing is refused, but writes are
    /// about to fail.
    case exhausted(freeBytes: Int64)
  }

  /// How much room is left, a second ago at most.
  package var level: Level {
    guard let free = freeBytes else { return .enough }
    guard least > 0 else { return free < Self.floor ? .exhausted(freeBytes: free) : .enough }
    if free < least { return .full(freeBytes: free) }
    return free / 2 < least ? .low(freeBytes: free) : .enough
  }

  /// The refusal of new work while there is no room for it; running work may still be reported and
  /// ended.
  var refusal: MissionError? {
    guard case .full(let free) = level else { return nil }
    return refusal(free)
  }

  /// A warning while there is little room, or none.
  var warnings: [Warning] {
    switch level {
    case .enough: return []
    case .low(let free):
      return [
        Warning(
          .diskLow,
          "\(SettingValue.roughly(bytes: free)) are free where the home lies: below min_free_bytes "
            + "(\(SettingValue.bytes(least))) dispatches and claims are refused")
      ]
    case .full(let free):
      let refusal = refusal(free)
      return [Warning(.diskLow, refusal.message, error: refusal)]
    case .exhausted(let free):
      return [
        Warning(
          .diskLow,
          "\(SettingValue.roughly(bytes: free)) are free where the home lies: the next writes may "
            + "fail; free disk space, for example with `missionlog prune`, which empties finished workspaces"
        )
      ]
    }
  }

  private func refusal(_ free: Int64) -> MissionError {
    MissionError(
      .ledgerFull,
      "\(SettingValue.roughly(bytes: free)) are free where \(path) lies, less than min_free_bytes "
        + "(\(SettingValue.bytes(least))): new work is refused, running missions may still report "
        + "and end; free disk space, for example with `missionlog prune`, which empties finished workspaces",
      retryAfterMs: Self.fullRetryMs)
  }

  /// How many bytes may still be written; nil where it can't be told.
  private var freeBytes: Int64? {
    let now = clocks.monotonic()
    return last.withLock { last in
      if let last, now >= last.at, now - last.at < Self.validity { return last.bytes }
      let bytes = probe(path)
      last = (bytes, now)
      return bytes
    }
  }
}

extension SettingValue {
  /// A number of bytes for people: whole MiB or KiB, rounded down.
  package static func roughly(bytes: Int64) -> String {
    bytes >= 10 << 20
      ? "\(bytes >> 20) MiB" : bytes >= 10 << 10 ? "\(bytes >> 10) KiB" : "\(bytes) bytes"
  }
}
