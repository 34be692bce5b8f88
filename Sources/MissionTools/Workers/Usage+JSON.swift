package import CanonicalJSON
package import MissionModel

extension Usage {
  /// Reads what a worker reports as used; anything but its three numbers, none below zero, is refused.
  package init(json: JSONText) throws(MissionError) {
    self.init()
    var reader = JSONReader(json)
    var field = "usage"
    do {
      try reader.beginObject()
      while let key = try reader.nextKey() {
        field = "usage.\(key.string)"
        switch key {
        case "runtime_seconds": runtimeSeconds = try Self.amount(try reader.readDouble(), field)
        case "llm_calls": llmCalls = try Self.count(try reader.readInt64(), field)
        case "cost_usd": costUSD = try Self.amount(try reader.readDouble(), field)
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
