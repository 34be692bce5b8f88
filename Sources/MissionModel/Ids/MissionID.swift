package import Platform

/// The name of one mission: `vp-mission-` and hex digits, unless it was imported.
package struct MissionID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name as written.
  package let rawValue: String

  /// The prefix of every id that this program makes.
  package static let prefix = "vp-mission-"
  /// The fewest characters after the prefix that a part of an id needs to stand for it.
  package static let shortestPart = 4

  /// The short form that tables show and every command accepts: the last eight characters, or the
  /// whole of a short id.
  package var short: String {
    rawValue.count <= 16 ? rawValue : String(rawValue.suffix(8))
  }

  /// Makes an id from `text`; nil if it doesn't have an id's shape.
  package init?(_ text: String) {
    guard ReferenceRules.isID(text) else { return nil }
    rawValue = text
  }

  /// Makes an id from text that was validated before it was stored.
  package init(stored: String) { rawValue = stored }

  /// Derives the id of a dispatch with an idempotency key: the same VP and key give the same id.
  package static func keyed(vp: VPID, key: String) -> MissionID {
    let digest = Digest(of: Array((vp.rawValue + "\n" + key).utf8).span)
    return MissionID(stored: prefix + digest.description.prefix(24))
  }

  /// Makes the id of a dispatch without a key: a UUIDv7, so that ids sort by time.
  ///
  /// The time is kept in whole milliseconds; `random` is ten bytes, and a shorter array is filled
  /// up with zeros.
  package static func generated(now: Instant, random: [UInt8]) -> MissionID {
    let milliseconds = UInt64(bitPattern: max(0, now.microseconds) / 1000)
    var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64($0))) }
    bytes += (0..<10).map { $0 < random.count ? random[$0] : 0 }
    bytes[6] = 0x70 | (bytes[6] & 0x0F)
    bytes[8] = 0x80 | (bytes[8] & 0x3F)
    return MissionID(stored: prefix + bytes.hex)
  }

  /// When such an id was made, in whole milliseconds; nil for an id of another shape.
  package var generatedAt: Instant? {
    guard rawValue.hasPrefix(Self.prefix), rawValue.utf8.count == Self.prefix.utf8.count + 32,
      let milliseconds = Int64(rawValue.dropFirst(Self.prefix.count).prefix(12), radix: 16)
    else { return nil }
    return Instant(microseconds: milliseconds * 1_000)
  }

  package var description: String { rawValue }

  package static func < (left: MissionID, right: MissionID) -> Bool {
    left.rawValue < right.rawValue
  }
}
