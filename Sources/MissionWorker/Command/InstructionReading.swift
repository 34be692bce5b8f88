import CanonicalJSON

/// The reading of a line that is meant as an instruction: the instruction, its mistakes, or both.
struct InstructionReading: Hashable, Sendable {
  /// The instruction to carry out; nil for none.
  let instruction: Instruction?
  /// The faulty parts, which are not in the instruction; empty without any.
  let mistakes: [String]

  /// Reads a line; nil for one that is output and no instruction.
  init?(_ line: OutputLine) {
    guard line.opensObject else { return nil }
    guard line.isWhole else {
      self.init(line, refusedAs: "longer than \(LineSplitter.limit) bytes")
      return
    }
    do throws(JSONError) {
      let text = try JSONText(canonicalizing: line.bytes)
      guard try Self.isMeant(text) else { return nil }
      self.init(try InstructionFields(text))
    } catch {
      self.init(line, refusedAs: error.description)
    }
  }

  private init(_ fields: InstructionFields) {
    var fields = fields
    instruction = fields.instruction()
    mistakes = fields.mistakes
  }

  /// Makes a mistake of an unreadable line whose bytes have the key.
  private init?(_ line: OutputLine, refusedAs mistake: String) {
    guard line.opensObject(with: Instruction.key) else { return nil }
    instruction = nil
    mistakes = [mistake]
  }

  /// Whether an object has the key.
  private static func isMeant(_ text: JSONText) throws(JSONError) -> Bool {
    var isMeant = false
    var reader = JSONReader(text)
    try reader.readObject { key, reader throws(JSONError) in
      if key == Instruction.key { isMeant = true }
      try reader.skip()
    }
    return isMeant
  }
}
