/// The cost of taking a side lock within one hour, over all processes.
///
/// A wait shorter than ``shortestWait`` isn't counted: it is another writer's commit in passing.
package struct LockTally: Hashable, Sendable {
  /// The hour since 1970 that is counted.
  package var hour: Int64
  /// How often the lock was taken: once for each batch of writes.
  package var takes: Int64 = 0
  /// How many of these had to wait.
  package var waits: Int64 = 0
  /// How often a lock inside the file, of a program that ignores the side lock, forced a retry.
  package var retries: Int64 = 0
  /// How long the waits took together, in microseconds.
  package var waited: Int64 = 0
  /// The longest of them, in microseconds.
  package var longest: Int64 = 0

  /// The shortest time that counts as a wait, in microseconds.
  package static let shortestWait: Int64 = 10_000

  /// Makes the count of an hour in which nothing has happened.
  package init(hour: Int64) {
    self.hour = hour
  }

  /// The hour that holds a moment.
  package static func hour(of moment: Instant) -> Int64 {
    Int64((Double(moment.microseconds) / 3_600_000_000).rounded(.down))
  }

  /// When the hour began.
  package var start: Instant { Instant(microseconds: hour * 3_600_000_000) }

  /// Counts one taking of the lock, and what it cost, in microseconds.
  package mutating func take(waited time: Int64, retries busy: Int64) {
    takes += 1
    retries += busy
    guard time >= Self.shortestWait else { return }
    waits += 1
    waited += time
    longest = max(longest, time)
  }

  /// Adds what another count has, whatever its hour.
  package mutating func add(_ other: LockTally) {
    takes += other.takes
    waits += other.waits
    retries += other.retries
    waited += other.waited
    longest = max(longest, other.longest)
  }
}

/// The rows of a side file's counts: text of one length, each hour's row in the slot that its
/// number gives.
extension LockTally {
  /// How many hours a side file remembers.
  package static let hoursKept: Int64 = 192
  /// The bytes of a row, its line break included.
  static let rowBytes = 96

  /// The place of an hour's row among the rows.
  static func slot(ofHour hour: Int64) -> Int64 {
    (hour % hoursKept + hoursKept) % hoursKept
  }

  /// The row, padded.
  var row: [UInt8] {
    let text = [hour, takes, waits, retries, waited, longest].map(String.init).joined(
      separator: " ")
    let bytes = text.utf8.prefix(Self.rowBytes - 1)
    return Array(bytes) + Array(repeating: 0x20, count: Self.rowBytes - 1 - bytes.count) + [0x0A]
  }

  /// Reads a row; nil where none was ever written.
  init?(row: some Collection<UInt8>) {
    let fields = String(decoding: row, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    let numbers = fields.compactMap { Int64($0) }
    guard fields.count == 6, numbers.count == 6 else { return nil }
    self.init(hour: numbers[0])
    (takes, waits, retries) = (numbers[1], numbers[2], numbers[3])
    (waited, longest) = (numbers[4], numbers[5])
  }
}
