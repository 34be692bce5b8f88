import CanonicalJSON
import MissionModel
import Platform

/// The members that instructions have, before it is known which one it is.
///
/// They are held to the bounds of every report: a text that is too long is cut, one without a word in it is as if it weren't
/// there, and what else is out of bounds, or of a type that it can't have, is left out and named.
struct InstructionFields {
  /// What is wrong, each as a phrase.
  private(set) var mistakes: [String] = []
  private var kind: String?
  private var texts: [String: String] = [:]
  private var role: String?
  private var percent: Double?
  private var usage: Usage?
  private var detail: JSONText?
  private var options: [String] = []

  /// Throws where it is no object.
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

  /// Takes in one member; throws, and takes nothing, where it has a type that it can't have.
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

  /// Returns the instruction, without what is out of bounds; nil where not all that it requires is there, which then is
  /// among the mistakes.
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
      // What was given and left out is named already.
      return mistakes.isEmpty ? refuse("progress wants summary, percent or usage") : nil
    }
    return .progress(summary: summary, percent: percent, usage: usage, detail: detail)
  }

  private mutating func artifact() -> Instruction? {
    let known = role.flatMap(ArtifactRole.init(rawValue:))
    if role != nil, known == nil {
      mistakes.append("role must be one of \(ArtifactRole.allowed)")
    }
    guard let path = required("path") else { return nil }
    // A part of it would name another file.
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

  /// A text, cut where it is too long; nil where it isn't given, or has no word in it.
  private func text(_ name: String, _ bytes: ClosedRange<Int> = 1...Int.max) -> String? {
    guard let text = texts[name], !text.isBlank else { return nil }
    return text.cut(bytes: bytes.upperBound)
  }

  /// A text without which there is no instruction.
  private mutating func required(
    _ name: String, _ bytes: ClosedRange<Int> = 1...Int.max
  ) -> String? {
    guard let text = text(name, bytes) else {
      mistakes.append("\(kind ?? "") wants \(name)")
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
    // A choice that lacks some would mislead whoever answers: the question is asked without one.
    if !ReportBounds.options.contains(options.count) {
      mistakes.append(
        "options are \(options.count); \(ReportBounds.options.upperBound) at most are allowed")
      options = []
    }
  }

  /// Reads what was used; a figure that isn't one is left out, since the others may be true all the same.
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
