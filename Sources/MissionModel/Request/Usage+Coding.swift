package import CanonicalJSON

extension Usage: JSONWritable {
  /// Writes all three parts, null where they weren't reported.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("cost_usd", costUSD)
      object.field("llm_calls", llmCalls)
      object.field("runtime_seconds", runtimeSeconds)
    }
  }
}

extension Usage {
  /// Reads a usage object: members that it doesn't know are ignored, and null is not reported.
  ///
  /// An amount that is too large is an error, or where the reader is lenient as if it weren't there.
  package init(
    reading reader: inout JSONReader, leniently isLenient: Bool = false
  ) throws(JSONError) {
    self.init()
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .costUSD: costUSD = try Self.amount(&reader, leniently: isLenient)
      case .llmCalls: llmCalls = try reader.readOptionalInt64()
      case .runtimeSeconds: runtimeSeconds = try Self.amount(&reader, leniently: isLenient)
      default: try reader.skip()
      }
    }
  }

  /// Reads what a worker reports as used; anything but its three numbers, none below zero, is refused by its name.
  package init(strictly json: JSONText) throws(MissionError) {
    self.init()
    var reader = JSONReader(json)
    var field = "usage"
    do {
      try reader.beginObject()
      while let key = try reader.nextKey() {
        field = "usage.\(key.string)"
        switch MissionKey(key) {
        case .costUSD: costUSD = try Self.amount(try reader.readDouble(), field)
        case .llmCalls: llmCalls = try Self.count(try reader.readInt64(), field)
        case .runtimeSeconds: runtimeSeconds = try Self.amount(try reader.readDouble(), field)
        default:
          throw MissionError(
            .validationError,
            "unknown field \(field); usage holds runtime_seconds, llm_calls and cost_usd")
        }
      }
    } catch let error as MissionError {
      throw error
    } catch {
      throw MissionError(.validationError, "\(field): \(error)")
    }
  }

  private static func amount(
    _ reader: inout JSONReader, leniently isLenient: Bool
  ) throws(JSONError) -> Millionths? {
    guard isLenient else { return try reader.readOptionalMillionths() }
    return try reader.readNull() ? nil : Millionths(try reader.readDouble())
  }

  private static func amount(_ value: Double, _ field: String) throws(MissionError) -> Millionths {
    guard value >= 0, let amount = Millionths(value) else {
      throw MissionError(.validationError, "\(field) must be from 0 to 1000000000, not \(value)")
    }
    return amount
  }

  private static func count(_ value: Int64, _ field: String) throws(MissionError) -> Int64 {
    guard value >= 0 else {
      throw MissionError(.validationError, "\(field) must be 0 or more, not \(value)")
    }
    return value
  }
}
