/// Numbers with a fraction as people read them.
enum NumberText {
  /// At most two decimals, without trailing zeros: `50`, `12.5`, `0.03`.
  static func text(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard let whole = Int64(exactly: hundredths) else { return "\(value)" }
    let (integer, rest) = (whole.magnitude / 100, whole.magnitude % 100)
    var text = "\(integer)"
    if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)" }
    return whole < 0 ? "-" + text : text
  }
}
