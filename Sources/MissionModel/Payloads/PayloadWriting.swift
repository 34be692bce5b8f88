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
  /// Writes the limits that are set.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.fieldIfPresent("max_cost_usd", maxCostUSD)
      object.fieldIfPresent("max_llm_calls", maxLLMCalls)
      object.fieldIfPresent("max_runtime_minutes", maxRuntimeMinutes)
    }
  }
}
