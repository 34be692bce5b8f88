import CanonicalJSON

/// The kind of values that a key of the configuration takes, and how their text is read.
package enum SettingKind: Hashable, Sendable {
  case duration(ClosedRange<Double>)
  case size(ClosedRange<Int64>)
  case count(ClosedRange<Int>)
  case share
  case flag
  case choice([String])
  case text
  case texts
  /// Regular expressions.
  case patterns
  /// Names of environment variables.
  case variables

  /// What a value of this kind looks like, for people and error messages.
  package var wanted: String {
    switch self {
    case .duration(let range):
      "a duration of \(SettingValue.number(range.lowerBound)) to "
        + "\(SettingValue.number(range.upperBound)) seconds, such as 90, 90s, 15m or 2h"
    case .size(let range):
      "a size from \(SettingValue.bytes(range.lowerBound)) to "
        + "\(SettingValue.bytes(range.upperBound)), such as 65536, 64KiB or 256MiB"
    case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .share: "a number from 0 to 1"
    case .flag: "true or false"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .text: "a text"
    case .texts: "a list of texts"
    case .patterns: "a list of regular expressions that match no empty text"
    case .variables: "a list of names of environment variables"
    }
  }

  /// Reads one scalar, or a list from a JSON array or from `a,b,c` (patterns: one a line); nil
  /// where the text is not of this kind.
  package func value(of text: String) -> SettingValue? {
    switch self {
    case .duration(let range): Self.seconds(text).flatMap { range.contains($0) ? .number($0) : nil }
    case .size(let range): Self.bytes(text).flatMap { range.contains($0) ? .bytes($0) : nil }
    case .count(let range): Int(text).flatMap { range.contains($0) ? .count($0) : nil }
    case .share: Self.number(text[...]).flatMap { $0 <= 1 ? .number($0) : nil }
    case .flag:
      switch text.lowercased() {
      case "true", "yes", "on": .flag(true)
      case "false", "no", "off": .flag(false)
      default: nil
      }
    case .choice(let words): words.contains(text) ? .text(text) : nil
    case .text: text.isEmpty ? nil : .text(text)
    case .texts, .variables:
      Self.list(Self.texts(text) ?? text.split(separator: ",").map(String.init), of: self)
    case .patterns:
      Self.patterns(text).flatMap { Self.list($0, of: self) }
    }
  }

  /// The patterns of a text, one a line, since they may hold any other character; nil for an empty
  /// text: only `[]` stands for no patterns.
  private static func patterns(_ text: String) -> [String]? {
    if let texts = texts(text) { return texts }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    return lines.isEmpty ? nil : lines
  }

  /// The texts of a JSON array; nil where the text is not one.
  private static func texts(_ text: String) -> [String]? {
    var texts: [String] = []
    do throws(JSONError) {
      var reader = JSONReader(try JSONText(canonicalizing: Array(text.utf8)))
      try reader.readArray { reader throws(JSONError) in texts.append(try reader.readString()) }
    } catch {
      return nil
    }
    return texts
  }

  /// Whether a value is a list of texts.
  var isList: Bool {
    switch self {
    case .texts, .patterns, .variables: true
    default: false
    }
  }

  /// Makes a list of texts a value; nil where one of them is not of this kind, or the kind takes no
  /// list.
  package static func list(_ texts: [String], of kind: SettingKind) -> SettingValue? {
    kind.isList && texts.allSatisfy { kind.fault(ofItem: $0) == nil } ? .texts(texts) : nil
  }

  /// The fault of one text of a list, for a sentence that has named the text; nil where it has
  /// none.
  func fault(ofItem text: String) -> String? {
    switch self {
    case .patterns: Self.fault(ofPattern: text)
    case .variables:
      // An environment is a list of NAME=value, each ended by a NUL.
      text.isEmpty || text.utf8.contains { $0 == 0x3D || $0 == 0 }
        ? "is not the name of an environment variable" : nil
    default: nil
    }
  }

  private static func fault(ofPattern text: String) -> String? {
    // The standard patterns are read in every home, and making a regular expression takes a while.
    if Redactor.standardPatterns.contains(text) { return nil }
    guard let expression = try? Regex(text) else { return "is not a regular expression" }
    return "".firstMatch(of: expression) == nil ? nil : "matches an empty text"
  }

  /// Seconds of `90`, `1.5`, `90s`, `15m`, `2h` or `1d`; nil for anything else.
  package static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }) else { return number(text[...]) }
    return number(text.dropLast()).map { $0 * unit }
  }

  /// Bytes of `1024`, `64KiB`, `256MiB`, `1GiB` or `1TiB`; nil for anything else.
  package static func bytes(_ text: String) -> Int64? {
    let units: [(String, Int64)] = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)]
    let unit = units.first { text.hasSuffix($0.0) }
    guard let value = Int64(unit == nil ? text : String(text.dropLast(3))), value >= 0 else {
      return nil
    }
    let (product, overflow) = value.multipliedReportingOverflow(by: 1 << (unit?.1 ?? 0))
    return overflow ? nil : product
  }

  /// A plain decimal number: no sign, no exponent, no `inf` or `nan`.
  private static func number(_ text: Substring) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else { return nil }
    return Double(text)
  }
}
