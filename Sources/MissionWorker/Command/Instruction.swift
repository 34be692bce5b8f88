import CanonicalJSON
import MissionModel

/// What a command tells its worker by a line of its standard output.
enum Instruction: Hashable, Sendable {
  case progress(summary: String?, percent: Double?, usage: Usage?, detail: JSONText?)
  case artifact(path: String, role: ArtifactRole)
  case blocked(question: String, options: [String])
  case fallback(from: String, to: String, reason: String)
  case result(message: String?, nextAction: String?, usage: Usage?)

  /// Reads a line; nil where it is none, but output.
  ///
  /// - Throws: what is wrong, for a line that was meant as an instruction and is not one that can be understood.
  init?(line: [UInt8]) throws(InstructionMistake) {
    guard let text = Self.meant(line) else { return nil }
    let fields: InstructionFields
    do throws(JSONError) {
      fields = try InstructionFields(text)
    } catch {
      throw InstructionMistake(message: error.message)
    }
    self = try fields.instruction
  }

  /// Whether a line is meant as an instruction, understood or not.
  static func isMeant(line: [UInt8]) -> Bool { meant(line) != nil }

  /// The object of a line that has the key by which instructions are known.
  private static func meant(_ line: [UInt8]) -> JSONText? {
    guard line.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{"),
      let text = try? JSONText(canonicalizing: line.last == 0x0D ? line.dropLast() : line)
    else { return nil }
    var isMeant = false
    var reader = JSONReader(text)
    try? reader.readObject { key, reader throws(JSONError) in
      if key == "missionlog" { isMeant = true }
      try reader.skip()
    }
    return isMeant ? text : nil
  }
}

/// Why a line that was meant as an instruction is none.
struct InstructionMistake: Error, Hashable {
  let message: String
}

/// The members that instructions have, before it is known which one it is.
private struct InstructionFields {
  var kind: String?
  var texts: [String: String] = [:]
  var percent: Double?
  var usage: Usage?
  var detail: JSONText?
  var options: [String] = []

  /// Throws where a member has a type that it can't have.
  init(_ text: JSONText) throws(JSONError) {
    var reader = JSONReader(text)
    try reader.readObject { key, reader throws(JSONError) in
      guard try !reader.readNull() else { return }
      switch key {
      case "missionlog": kind = try reader.readString()
      case "summary", "path", "role", "question", "from", "to", "reason", "message", "next_action":
        texts[key.string] = try reader.readString()
      case "percent": percent = try reader.readDouble()
      case "usage": usage = try Usage(reading: &reader, leniently: true)
      case "detail": detail = try reader.readText()
      case "options":
        try reader.readArray { reader throws(JSONError) in options.append(try reader.readString()) }
      default: break
      }
    }
    // Nothing can have used less than nothing, and the rest may be true all the same.
    if usage?.isBelowZero == true { usage = nil }
  }

  /// The instruction, where all that it requires is there.
  var instruction: Instruction {
    get throws(InstructionMistake) {
      switch kind {
      case "progress":
        guard texts["summary"] != nil || percent != nil || usage != nil else {
          throw InstructionMistake(message: "progress wants summary, percent or usage")
        }
        return .progress(summary: texts["summary"], percent: percent, usage: usage, detail: detail)
      case "artifact": return .artifact(path: try text("path"), role: try role)
      case "blocked": return .blocked(question: try text("question"), options: options)
      case "fallback":
        return .fallback(from: try text("from"), to: try text("to"), reason: try text("reason"))
      case "result":
        return .result(message: texts["message"], nextAction: texts["next_action"], usage: usage)
      default:
        throw InstructionMistake(
          message: "missionlog must be progress, artifact, blocked, fallback or result")
      }
    }
  }

  private func text(_ name: String) throws(InstructionMistake) -> String {
    guard let text = texts[name] else {
      throw InstructionMistake(message: "\(kind ?? "") wants \(name)")
    }
    return text
  }

  private var role: ArtifactRole {
    get throws(InstructionMistake) {
      guard let word = texts["role"] else { return .deliverable }
      guard let role = ArtifactRole(rawValue: word) else {
        throw InstructionMistake(message: "role must be one of \(ArtifactRole.allowed)")
      }
      return role
    }
  }
}
