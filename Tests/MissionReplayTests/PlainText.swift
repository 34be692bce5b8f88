import MissionReplay

extension Sequence where Element == StyledLine {
  /// The lines' text alone, each ended by a line break.
  var plainText: String {
    map { line in
      var text = line.text
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }
}
