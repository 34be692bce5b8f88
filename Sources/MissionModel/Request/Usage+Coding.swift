package import CanonicalJSON

extension Usage: JSONWritable {
  /// Writes all three parts; null for those not reported.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("cost_usd", costUSD)
      object.field("llm_calls", llmCalls)
      object.field("runtime_seconds", runtimeSeconds)
    }
  }
}

extension Usage {
  /// Reads a usage object: unknown members are ignored, and null means not reported.
  package init(reading reader: inout JSONReader) throws(JSONError) {
    self.init()
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .costUSD: costUSD = try reader.readOptionalMillionths()
      case .llmCalls: llmCalls = try reader.readOptionalInt64()
      case .runtimeSeconds: runtimeSeconds = try reader.readOptionalMillionths()
      default: try reader.skip()
      }
    }
  }

  /// Reads the usage that a worker reports.
  ///
  /// - Throws: An error that names the member, for anything but the three numbers, or for one below
  ///   zero.
  package init(strictly json: JSONText) throws(MissionError) {
    self.init()
    var reader = JSONReader(json)
    do {
      try reader.beginObject()
      while let key = try reader.nextKey() { try take(key, try reader.readText()) }
    } catch let error as MissionError {
      throw error
    } catch {
      throw MissionError(.validationError, "usage: \(error)")
    }
  }

  /// Takes in one figure of a worker's report, where null means none; a figure that is refused, by
  /// name, changes nothing.
  package mutating func take(_ key: JSONKey, _ value: JSONText) throws(MissionError) {
    let field = "usage.\(key.string)"
    switch MissionKey(key) {
    case .costUSD: costUSD = try Self.amount(value, field)
    case .llmCalls: llmCalls = try Self.count(value, field)
    case .runtimeSeconds: runtimeSeconds = try Self.amount(value, field)
    default:
      throw MissionError(
        .validationError,
        "unknown field \(field); usage holds runtime_seconds, llm_calls and cost_usd")
    }
  }

  private static func amount(_ json: JSONText, _ field: String) throws(MissionError) -> Millionths?
  {
    guard json != .null else { return nil }
    let value = try read(json, field) { reader throws(JSONError) in try reader.readDouble() }
    guard value >= 0, let amount = Millionths(value) else {
      throw MissionError(
        .validationError,
        "\(field) must be from 0 to 1000000000, not \(PlainNumber.text(value))")
    }
    return amount
  }

  private static func count(_ json: JSONText, _ field: String) throws(MissionError) -> Int64? {
    guard json != .null else { return nil }
    let value = try read(json, field) { reader throws(JSONError) in try reader.readInt64() }
    guard value >= 0 else {
      throw MissionError(.validationError, "\(field) must be 0 or more, not \(value)")
    }
    return value
  }

  private static func read<Value>(
    _ json: JSONText, _ field: String,
    _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(MissionError) -> Value {
    var reader = JSONReader(json)
    do throws(JSONError) {
      return try body(&reader)
    } catch {
      throw MissionError(.validationError, "\(field): \(error.message)")
    }
  }
}
