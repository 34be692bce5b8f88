import MissionModel

/// One key of the configuration: its name, what it means, what it may hold, and where its value is
/// kept.
///
/// `Root` is the type that has the key: the configuration itself, or one of its lanes, VPs or
/// tokens.
package struct Setting<Root>: Sendable {
  /// The dotted key, such as `server.port`.
  package let key: String
  /// One line for `config.yaml` and `config show`.
  package let meaning: String
  package let kind: SettingKind
  package let get: @Sendable (Root) -> SettingValue
  let set: @Sendable (inout Root, SettingValue) -> Void

  init<Value: SettingRepresentable>(
    _ key: String, _ place: any WritableKeyPath<Root, Value> & Sendable, _ kind: SettingKind,
    _ meaning: String
  ) {
    self.key = key
    self.meaning = meaning
    self.kind = kind
    get = { $0[keyPath: place].settingValue }
    set = { root, value in
      if let typed = Value(value) { root[keyPath: place] = typed }
    }
  }

  /// The environment variable that overrides the file: `server.port` is `MISSIONLOG_SERVER_PORT`.
  package var environmentName: String {
    UnknownVariable.prefix + key.uppercased().replacing(".", with: "_")
  }
}

/// A value of the configuration, apart from the place it is kept in.
package enum SettingValue: Hashable, Sendable, CustomStringConvertible {
  /// Seconds, or a share.
  case number(Double)
  case bytes(Int64)
  case count(Int)
  case flag(Bool)
  case text(String)
  case texts([String])
  /// No value of its own: the default is derived from others.
  case absent

  /// The value as it is written in `config.yaml`.
  package var description: String {
    switch self {
    case .number(let value): PlainNumber.text(value)
    case .bytes(let value): Self.size(value)
    case .count(let value): String(value)
    case .flag(let value): String(value)
    case .text(let value): Self.scalar(value)
    case .texts(let values): "[" + values.map(Self.scalar).joined(separator: ", ") + "]"
    case .absent: "null"
    }
  }

  private static func size(_ bytes: Int64) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] as [(String, Int64)]
    where bytes > 0 && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift)\(unit)"
    }
    return String(bytes)
  }

  /// Quotes a text unless it is a word that YAML can only read as itself.
  private static func scalar(_ text: String) -> String {
    let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    let starts = text.first.map { $0.isASCII && ($0.isLetter || $0 == "/") } ?? false
    let plain = text.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0))
    }
    if starts && plain && !reserved.contains(text.lowercased()) { return text }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    return "\"\(escaped)\""
  }
}

/// A type that a configuration value can be kept as.
protocol SettingRepresentable: Sendable {
  var settingValue: SettingValue { get }
  init?(_ value: SettingValue)
}

extension Double: SettingRepresentable {
  var settingValue: SettingValue { .number(self) }
  init?(_ value: SettingValue) {
    guard case .number(let number) = value else { return nil }
    self = number
  }
}

extension Int64: SettingRepresentable {
  var settingValue: SettingValue { .bytes(self) }
  init?(_ value: SettingValue) {
    guard case .bytes(let bytes) = value else { return nil }
    self = bytes
  }
}

extension Int: SettingRepresentable {
  var settingValue: SettingValue { .count(self) }
  init?(_ value: SettingValue) {
    guard case .count(let count) = value else { return nil }
    self = count
  }
}

extension Bool: SettingRepresentable {
  var settingValue: SettingValue { .flag(self) }
  init?(_ value: SettingValue) {
    guard case .flag(let flag) = value else { return nil }
    self = flag
  }
}

extension String: SettingRepresentable {
  var settingValue: SettingValue { .text(self) }
  init?(_ value: SettingValue) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
}

extension [String]: SettingRepresentable {
  var settingValue: SettingValue { .texts(self) }
  init?(_ value: SettingValue) {
    guard case .texts(let texts) = value else { return nil }
    self = texts
  }
}

extension Optional: SettingRepresentable where Wrapped: SettingRepresentable {
  var settingValue: SettingValue { self?.settingValue ?? .absent }
  init?(_ value: SettingValue) {
    guard let wrapped = Wrapped(value) else { return nil }
    self = .some(wrapped)
  }
}
