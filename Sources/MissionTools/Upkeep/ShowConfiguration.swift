package import CanonicalJSON
package import MissionControl

/// `config show`: every value in force, and where it came from.
package struct ShowConfiguration: Sendable {
  package init() {}

  /// Lists the values.
  package func answer(_ context: ToolContext) -> ConfigurationAnswer {
    ConfigurationAnswer(
      path: context.fleet.home.configPath, configuration: context.fleet.configuration)
  }
}

/// What `config show` answers.
package struct ConfigurationAnswer: ToolAnswer {
  /// The file's path, whether it is there or not.
  package let path: String
  /// The values.
  package let configuration: Configuration

  package var warnings: [Warning] {
    configuration.warnings + configuration.unknownVariables.map(Warning.unknown)
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("path", path)
    writer.field("config", ConfigurationTree(configuration.shown[...]))
    writer.field(
      "origins",
      object: { writer in
        for setting in configuration.shown {
          writer.field(setting.key, setting.origin.description)
        }
      })
  }
}

/// Settings nested as `config.yaml` nests them.
private struct ConfigurationTree: JSONWritable {
  private let branches: [(name: String, settings: [ShownSetting])]
  private let path: Int

  /// Nests settings by the parts of their keys beyond the first `path`; a lane's or a VP's name is
  /// one part, whatever dots it has.
  init(_ settings: ArraySlice<ShownSetting>, path: Int = 0) {
    self.path = path
    var branches: [(name: String, settings: [ShownSetting])] = []
    for setting in settings {
      let name = Self.parts(setting.key)[path]
      if branches.last?.name == name {
        branches[branches.count - 1].settings.append(setting)
      } else if let index = branches.firstIndex(where: { $0.name == name }) {
        branches[index].settings.append(setting)
      } else {
        branches.append((name, [setting]))
      }
    }
    self.branches = branches
  }

  func write(into writer: inout JSONWriter) {
    writer.object { writer in
      for branch in branches {
        if let leaf = branch.settings.first, Self.parts(leaf.key).count == path + 1 {
          writer.field(branch.name, leaf.value)
        } else {
          writer.field(branch.name, ConfigurationTree(branch.settings[...], path: path + 1))
        }
      }
    }
  }

  private static func parts(_ key: String) -> [String] {
    let words = key.split(separator: ".").map(String.init)
    let prefix = key.hasPrefix("server.tokens.") ? 2 : ["lanes", "vps"].contains(words[0]) ? 1 : 0
    guard prefix > 0 else { return words }
    let name = words[prefix..<(words.count - 1)].joined(separator: ".")
    return words.prefix(prefix) + [name] + words.suffix(1)
  }
}

extension SettingValue: JSONWritable {
  /// Writes the value: durations as seconds, sizes as bytes.
  package func write(into writer: inout JSONWriter) {
    switch self {
    case .number(let value): writer.value(value)
    case .bytes(let value): writer.value(value)
    case .count(let value): writer.value(value)
    case .flag(let value): writer.value(value)
    case .text(let value): writer.value(value)
    case .texts(let values): writer.value(values)
    case .absent: writer.null()
    }
  }
}
