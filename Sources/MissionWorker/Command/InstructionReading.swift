import CanonicalJSON

/// What a line that is meant as an instruction says: the instruction, what is wrong with it, or both.
struct InstructionReading: Hashable, Sendable {
  /// What can be carried out; nil where nothing can.
  let instruction: Instruction?
  /// What is wrong, and no part of the instruction; empty where nothing is.
  let mistakes: [String]

  /// Reads a line; nil where it is no instruction, but output.
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

  /// Takes a line that can't be read for a mistake where its bytes have the key.
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
