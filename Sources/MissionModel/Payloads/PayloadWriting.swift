package import CanonicalJSON
package import Platform

extension Instant: JSONWritable {
  /// Writes the time as ISO-8601 in UTC with six decimals.
  package func write(into writer: inout JSONWriter) { description.write(into: &writer) }
}

extension Millionths: JSONWritable {
  /// Writes the number as a JSON number.
  package func write(into writer: inout JSONWriter) {
    if micros % 1_000_000 == 0 {
      (micros / 1_000_000).write(into: &writer)
    } else {
      value.write(into: &writer)
    }
  }
}

extension VPID: JSONWritable {
  package func write(into writer: inout JSONWriter) { rawValue.write(into: &writer) }
}

extension WorkerID: JSONWritable {
  package func write(into writer: inout JSONWriter) { rawValue.write(into: &writer) }
}

extension MissionID: JSONWritable {
  package func write(into writer: inout JSONWriter) { rawValue.write(into: &writer) }
}

extension FailureMode: JSONWritable {
  package func write(into writer: inout JSONWriter) { rawValue.write(into: &writer) }
}

extension Choice {
  /// Writes the word.
  package func write(into writer: inout JSONWriter) { rawValue.write(into: &writer) }
}

extension Budget: JSONWritable {
  /// Writes the limits that there are.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.fieldIfPresent("max_cost_usd", maxCostUSD)
      object.fieldIfPresent("max_llm_calls", maxLLMCalls)
      object.fieldIfPresent("max_runtime_minutes", maxRuntimeMinutes)
    }
  }
}

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
  /// Reads a usage object; fields that it doesn't know are ignored.
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
}
