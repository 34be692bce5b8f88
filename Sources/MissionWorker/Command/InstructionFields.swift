import CanonicalJSON
import MissionModel
import Platform

/// The possible members of an instruction, before its kind is known.
///
/// They have the bounds of every report: a text that is too long is cut, one without a word in it
/// counts as absent, and any other value that is out of bounds, or of a wrong type, is left out and
/// named.
struct InstructionFields {
  /// The faults, each as a phrase.
  private(set) var mistakes: [String] = []
  private var kind: String?
  private var texts: [String: String] = [:]
  private var role: String?
  private var percent: Double?
  private var usage: Usage?
  private var detail: JSONText?
  private var options: [String] = []

  /// Reads an object.
  ///
  /// - Throws: an error for a value that is not an object.
  init(_ text: JSONText) throws(JSONError) {
    var reader = JSONReader(text)
    try reader.readObject { key, reader throws(JSONError) in
      guard try !reader.readNull() else { return }
      let value = try reader.readText()
      do throws(JSONError) {
        try take(key, value)
      } catch {
        mistakes.append("\(key.string): \(error.message)")
      }
    }
    checkBounds()
  }

  /// Takes one member.
  ///
  /// - Throws: an error for a value of a wrong type, which is not taken.
  private mutating func take(_ key: JSONKey, _ value: JSONText) throws(JSONError) {
    var reader = JSONReader(value)
    switch key {
    case Instruction.key: kind = try reader.readString()
    case "summary", "path", "question", "from", "to", "reason", "message", "next_action":
      texts[key.string] = try reader.readString()
    case "role": role = try reader.readString()
    case "percent": percent = try reader.readDouble()
    case "usage": try readUsage(&reader)
    case "detail": detail = value
    case "options": options = try reader.readStrings()
    default: break
    }
  }

  /// Returns the instruction, without values out of bounds; nil if a required member is missing,
  /// which then is among the mistakes.
  mutating func instruction() -> Instruction? {
    switch kind {
    case "progress": progress()
    case "artifact": artifact()
    case "blocked": blocked()
    case "fallback": fallback()
    case "result":
      .result(message: text("message"), nextAction: text("next_action"), usage: usage)
    default: refuse("missionlog must be progress, artifact, blocked, fallback or result")
    }
  }

  private mutating func progress() -> Instruction? {
    let summary = text("summary", ReportBounds.summary)
    guard summary != nil || percent != nil || usage != nil else {
      // Members that were given and left out are named already.
      return mistakes.isEmpty ? refuse("progress needs summary, percent or usage") : nil
    }
    return .progress(summary: summary, percent: percent, usage: usage, detail: detail)
  }

  private mutating func artifact() -> Instruction? {
    let known = role.flatMap(ArtifactRole.init(rawValue:))
    if role != nil, known == nil {
      mistakes.append("role must be one of \(ArtifactRole.allowed)")
    }
    guard let path = required("path") else { return nil }
    // A cut path would name another file.
    guard ReportBounds.path.contains(path.utf8.count) else {
      return refuse(
        "path has \(path.utf8.count) bytes; \(ReportBounds.path.upperBound) at most are allowed")
    }
    return .artifact(path: path, role: known ?? .deliverable)
  }

  private mutating func blocked() -> Instruction? {
    guard let question = required("question", ReportBounds.question) else { return nil }
    return .blocked(question: question, options: options)
  }

  private mutating func fallback() -> Instruction? {
    guard let from = required("from", ReportBounds.way), let to = required("to", ReportBounds.way),
      let reason = required("reason", ReportBounds.reason)
    else { return nil }
    return .fallback(from: from, to: to, reason: reason)
  }

  /// A text, cut if it is too long; nil where it isn't given, or has no word in it.
  private func text(_ name: String, _ bytes: ClosedRange<Int> = 1...Int.max) -> String? {
    guard let text = texts[name], !text.isBlank else { return nil }
    return text.cut(bytes: bytes.upperBound)
  }

  /// A text that the instruction requires.
  private mutating func required(
    _ name: String, _ bytes: ClosedRange<Int> = 1...Int.max
  ) -> String? {
    guard let text = text(name, bytes) else {
      mistakes.append("\(kind ?? "") needs \(name)")
      return nil
    }
    return text
  }

  private mutating func refuse(_ mistake: String) -> Instruction? {
    mistakes.append(mistake)
    return nil
  }

  private mutating func checkBounds() {
    if let given = percent, !ReportBounds.percent.contains(given) {
      mistakes.append("percent is \(PlainNumber.text(given)); 0 to 100 is allowed")
      percent = nil
    }
    // An incomplete choice would mislead whoever answers: the question is asked without one.
    if !ReportBounds.options.contains(options.count) {
      mistakes.append(
        "options are \(options.count); \(ReportBounds.options.upperBound) at most are allowed")
      options = []
    }
  }

  /// Reads the usage; an invalid figure is left out, since the others may be right all the same.
  private mutating func readUsage(_ reader: inout JSONReader) throws(JSONError) {
    var figures = Usage()
    try reader.readObject { key, reader throws(JSONError) in
      guard try !reader.readNull() else { return }
      let value = try reader.readText()
      do throws(MissionError) {
        try figures.take(key, value)
      } catch {
        mistakes.append(error.message)
      }
    }
    usage = figures.isEmpty ? nil : figures
  }
}
