package import Platform

/// A time as another system wrote it.
package struct LegacyTime: Hashable, Sendable {
  /// The moment.
  package let instant: Instant
  /// Whether the text named its zone; a text without one is in UTC.
  package let hasZone: Bool

  /// Reads a date with or without a time of day and a zone; nil for anything else.
  ///
  /// The zone is `Z`, `UTC`, `+01:00`, `+0100` or `+01`. A number is seconds since 1970, or
  /// thousandths or millionths of them if it is large; so is a text of digits, which is how SQLite
  /// keeps a number in a column of text.
  package init?(_ value: LegacyValue) {
    switch value {
    case .integer(let number): self.init(sinceEpoch: Double(number))
    case .real(let number): self.init(sinceEpoch: number)
    case .null, .text, .bytes:
      guard let text = value.word else { return nil }
      if let number = Self.number(text) {
        self.init(sinceEpoch: number)
      } else {
        self.init(text: text)
      }
    }
  }

  private init?(sinceEpoch number: Double) {
    let unit = number < 1e11 ? 1e6 : number < 1e14 ? 1e3 : 1
    guard number >= 1e8, number < 1e17 else { return nil }
    instant = Instant(microseconds: Int64(number * unit))
    hasZone = true
  }

  /// The number in a text that is nothing else and lies between 2001 and 2033; other digits may be
  /// a date without dashes, such as 20260102.
  private static func number(_ text: String) -> Double? {
    guard text.allSatisfy("0123456789.e+".contains), let number = Double(text) else { return nil }
    return [1e9, 1e12, 1e15].contains { ($0..<2 * $0).contains(number) } ? number : nil
  }

  private init?(text: String) {
    guard text.utf8.count >= 10, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let date = text.prefix(10)
    var rest = text.dropFirst(10)
    var clock = "00:00:00"
    if let mark = rest.popFirst() {
      guard "Tt ".contains(mark) else { return nil }
      clock = String(rest.prefix { $0.isNumber || $0 == ":" || $0 == "." || $0 == "," })
      rest = rest.dropFirst(clock.count)
      if clock.utf8.count == 5 { clock += ":00" }
      clock = String(clock.map { $0 == "," ? "." : $0 })
    }
    let zone = String(rest).trimmed
    guard let offset = Self.offset(zone),
      let instant = Instant(iso8601: "\(date)T\(clock)\(offset)")
    else { return nil }
    self.instant = instant
    hasZone = !zone.isEmpty
  }

  /// The zone as RFC 3339 writes it; nil for a text that names none.
  private static func offset(_ zone: String) -> String? {
    switch zone.uppercased() {
    case "", "Z", "UTC", "GMT": return "Z"
    default: break
    }
    let digits = zone.dropFirst().filter { $0 != ":" }
    guard let sign = zone.first, sign == "+" || sign == "-", digits.allSatisfy(\.isNumber)
    else { return nil }
    switch digits.count {
    case 2: return "\(sign)\(digits):00"
    case 4: return "\(sign)\(digits.prefix(2)):\(digits.suffix(2))"
    default: return nil
    }
  }
}
