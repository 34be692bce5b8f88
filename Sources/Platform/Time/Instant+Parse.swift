extension Instant {
  /// Reads an RFC 3339 time such as `2026-03-01T09:30:00Z` or `2026-03-01 10:30:00.25+01:00`.
  ///
  /// The offset is required. Any number of decimals is read and cut to microseconds. Second 60 is
  /// read as the start of the next minute. Anything else, a day that does not exist or a year
  /// beyond four digits included, is nil.
  public init?(iso8601 text: String) {
    self.init(iso8601: Array(text.utf8)[...])
  }

  /// Reads an RFC 3339 time from its text's bytes, without a copy; as `init(iso8601:)`.
  package init?(iso8601 bytes: ArraySlice<UInt8>) {
    var digits = DigitReader(bytes: bytes)
    guard let year = digits.number(4), digits.take("-"), let month = digits.number(2),
      digits.take("-"), let day = digits.number(2),
      let date = CivilDate(year: year, month: month, day: day),
      digits.take("T") || digits.take("t") || digits.take(" "),
      let hour = digits.number(2), digits.take(":"), let minute = digits.number(2),
      digits.take(":"), let second = digits.number(2), hour < 24, minute < 60, second <= 60,
      let fraction = digits.fraction(), let offset = digits.offset(), digits.isAtEnd
    else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset
    let instant = Instant(microseconds: seconds * 1_000_000 + fraction)
    guard Instant.writable.contains(instant) else { return nil }
    self = instant
  }

  /// The moments that have a year of four digits in UTC: those that are written as they are read.
  package static let writable =
    Instant(microseconds: -62_167_219_200_000_000)...Instant(microseconds: 253_402_300_799_999_999)
}

/// A cursor over the ASCII digits and marks of a time.
private struct DigitReader {
  let bytes: ArraySlice<UInt8>
  private var position: Int

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  /// Steps over `mark` if it comes next.
  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  /// Reads exactly `count` digits.
  mutating func number(_ count: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Reads the decimals as microseconds: zero without a point, nil for a point without a digit.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    guard var value = digit() else { return nil }
    var count = 1
    while let digit = digit() {
      if count < 6 { value = value * 10 + digit }
      count += 1
    }
    while count < 6 {
      value *= 10
      count += 1
    }
    return value
  }

  /// Reads `Z` or `±hh:mm` as seconds east of Greenwich.
  mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let east = take("+")
    guard east || take("-"), let hours = number(2), take(":"), let minutes = number(2),
      hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return east ? seconds : -seconds
  }

  private mutating func digit() -> Int64? {
    guard position < bytes.endIndex else { return nil }
    let value = bytes[position] &- UInt8(ascii: "0")
    guard value < 10 else { return nil }
    position += 1
    return Int64(value)
  }
}
