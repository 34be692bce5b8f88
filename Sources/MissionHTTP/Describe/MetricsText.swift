/// A page of metrics in the Prometheus text format: each metric with its help and its type, then
/// its values.
struct MetricsText {
  /// The type of a metric.
  enum Kind: String {
    case counter, gauge, histogram
  }

  /// One value of a metric.
  struct Sample {
    var suffix = ""
    var labels: [(name: String, value: String)] = []
    var value: Double
  }

  private(set) var text = ""

  /// Writes a metric; one without a value is left out.
  mutating func write(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    let name = "missionlog_" + name
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
      let set = labels.isEmpty ? "" : "{" + labels.joined(separator: ",") + "}"
      text += "\(name)\(sample.suffix)\(set) \(Self.number(sample.value))\n"
    }
  }

  /// Writes a metric of one value; writes nothing without one.
  mutating func write(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
    write(name, kind, help, value.map { [Sample(value: $0)] } ?? [])
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  private static func number(_ value: Double) -> String {
    if value == .infinity { return "+Inf" }
    if let whole = Int64(exactly: value) { return String(whole) }
    return "\(value)"
  }
}
