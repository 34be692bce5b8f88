import CanonicalJSON
import MissionModel

/// What a command tells its worker by a line of its standard output.
enum Instruction: Hashable, Sendable {
  case progress(summary: String?, percent: Double?, usage: Usage?, detail: JSONText?)
  case artifact(path: String, role: ArtifactRole)
  case blocked(question: String, options: [String])
  case fallback(from: String, to: String, reason: String)
  case result(message: String?, nextAction: String?, usage: Usage?)

  /// Reads a line; nil where it is no instruction, or not one that can be understood: then it is output.
  init?(line: [UInt8]) {
    guard line.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{"),
      let text = try? JSONText(canonicalizing: line.last == 0x0D ? line.dropLast() : line),
      let fields = try? InstructionFields(text),
      let instruction = fields.instruction
    else { return nil }
    self = instruction
  }
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
      case "usage": usage = try Self.usage(&reader)
      case "detail": detail = try reader.readText()
      case "options":
        try reader.readArray { reader throws(JSONError) in options.append(try reader.readString()) }
      default: break
      }
    }
  }

  /// The instruction, where all that it requires is there.
  var instruction: Instruction? {
    switch kind {
    case "progress":
      guard texts["summary"] != nil || percent != nil || usage != nil else { return nil }
      return .progress(summary: texts["summary"], percent: percent, usage: usage, detail: detail)
    case "artifact":
      guard let path = texts["path"], let role = role else { return nil }
      return .artifact(path: path, role: role)
    case "blocked":
      return texts["question"].map { .blocked(question: $0, options: options) }
    case "fallback":
      guard let from = texts["from"], let to = texts["to"], let reason = texts["reason"] else {
        return nil
      }
      return .fallback(from: from, to: to, reason: reason)
    case "result":
      return .result(message: texts["message"], nextAction: texts["next_action"], usage: usage)
    default: return nil
    }
  }

  private var role: ArtifactRole? {
    texts["role"].map { ArtifactRole(rawValue: $0) } ?? .deliverable
  }

  private static func usage(_ reader: inout JSONReader) throws(JSONError) -> Usage {
    var usage = Usage()
    try reader.readObject { key, reader throws(JSONError) in
      guard try !reader.readNull() else { return }
      switch key {
      case "runtime_seconds": usage.runtimeSeconds = Millionths(try reader.readDouble())
      case "llm_calls": usage.llmCalls = try reader.readInt64()
      case "cost_usd": usage.costUSD = Millionths(try reader.readDouble())
      default: break
      }
    }
    return usage
  }
}
