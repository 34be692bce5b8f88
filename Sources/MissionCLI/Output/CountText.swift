/// Counts as people read them: `12,345`, `1 mission`, `2 missions`.
enum CountText {
  /// The number with its thousands apart.
  static func text(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var groups = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { groups.append(",") }
      groups.append(digit)
    }
    return number < 0 ? "-" + groups : groups
  }

  /// The number with its noun, in the plural where it is not one.
  static func text(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
    "\(text(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
