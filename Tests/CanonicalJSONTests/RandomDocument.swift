import MissionTesting

/// Random JSON texts: any order, any spacing, any way to escape.
struct RandomDocument {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// Returns one value as text, with insignificant space; keys are unique.
  mutating func value(depth: Int = 0) -> String {
    switch Int.random(in: 0..<(depth < 5 ? 8 : 6), using: &generator) {
    case 0: return ["true", "false", "null"].randomElement(using: &generator) ?? "null"
    case 1: return String(Int64.random(in: .min ... .max, using: &generator))
    case 2: return "\(Double(Int.random(in: -9_999...9_999, using: &generator)) / 64)"
    case 3:
      return
        "\(Int.random(in: 1...9, using: &generator))e\(Int.random(in: -300...300, using: &generator))"
    case 4, 5: return string()
    case 6:
      let elements = (0..<count()).map { _ in space() + value(depth: depth + 1) + space() }
      return "[\(elements.joined(separator: ","))]"
    default:
      let members = (0..<count()).map { number in
        "\(space())\(string(suffix: "\(number)"))\(space()):\(space())\(value(depth: depth + 1))"
      }
      return "{\(members.shuffled(using: &generator).joined(separator: ",")) }"
    }
  }

  private mutating func count() -> Int {
    Int.random(in: 0...6, using: &generator)
  }

  private mutating func space() -> String {
    ["", "", " ", "\n", "\t\r "].randomElement(using: &generator) ?? ""
  }

  private mutating func string(suffix: String = "") -> String {
    let pieces = [
      "a", "Z", "key", "é", "€", "😀", #"\n"#, #"\""#, #"\\"#, #"\/"#, #"\u0041"#, #"\u001F"#,
      #"\u000b"#, #"\ud83d\ude00"#, #"\u00e9"#, "\u{7F}", " ", "{", "]", ",", ":",
    ]
    let text = (0..<count()).map { _ in pieces.randomElement(using: &generator) ?? "" }
    return "\"\(text.joined())\(suffix)\""
  }
}
