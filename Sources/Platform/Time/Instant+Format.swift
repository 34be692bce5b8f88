extension Instant: CustomStringConvertible, LosslessStringConvertible {
  /// The moment as ISO-8601 in UTC with six decimals, such as `2026-03-01T09:30:00.000000Z`.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(27)
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads an RFC 3339 text; the same as `init(iso8601:)`.
  public init?(_ description: String) {
    self.init(iso8601: description)
  }

  /// Appends the 27 bytes of `description`.
  ///
  /// A year outside 0…9999 is written with its sign and six digits, as ISO 8601's expanded form,
  /// and is longer.
  public func write(into bytes: inout [UInt8]) {
    let (second, fraction) = microseconds.flooredQuotient(1_000_000)
    let (day, time) = second.flooredQuotient(86_400)
    let date = CivilDate(daysSinceEpoch: day)
    if !(0...9_999).contains(date.year) { bytes.append(UInt8(ascii: date.year < 0 ? "-" : "+")) }
    let width = (0...9_999).contains(date.year) ? 4 : 6
    bytes.append(decimal: date.year.magnitude, width: width)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(decimal: date.month.magnitude, width: 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(decimal: date.day.magnitude, width: 2)
    bytes.append(UInt8(ascii: "T"))
    bytes.append(decimal: (time / 3_600).magnitude, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: (time / 60 % 60).magnitude, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: (time % 60).magnitude, width: 2)
    bytes.append(UInt8(ascii: "."))
    bytes.append(decimal: fraction.magnitude, width: 6)
    bytes.append(UInt8(ascii: "Z"))
  }
}

extension Int64 {
  /// Returns the quotient rounded down and the remainder, which is never negative.
  func flooredQuotient(_ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension [UInt8] {
  /// Appends the low `width` decimal digits of `value`, zeros in front.
  fileprivate mutating func append(decimal value: UInt64, width: Int) {
    var divisor: UInt64 = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }
}
