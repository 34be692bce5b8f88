import MissionModel

extension Configuration {
  /// Loads the configuration: defaults, then the file's text, then the environment, then flags.
  ///
  /// `flags` are settings by dotted key, with the flag's name. Nothing is thrown: an unusable value
  /// is listed in ``problems``, and the value of the weaker source stays.
  package static func load(
    text: String?, path: String, environment: [String: String] = [:],
    flags: [String: (name: String, text: String)] = [:]
  ) -> Configuration {
    var configuration = Configuration()
    if let text {
      configuration = ConfigurationReader.read(text, path: path, into: configuration)
      configuration.takeBackUnchosenLimit(of: text)
    }
    for setting in settings {
      if let text = environment[setting.environmentName] {
        configuration.override(setting, text, .environment(setting.environmentName))
      }
      if let flag = flags[setting.key] {
        configuration.override(setting, flag.text, .flag(flag.name))
      }
    }
    configuration.checkHeartbeats()
    configuration.unknownVariables = UnknownVariable.all(in: environment)
    return configuration
  }

  /// Drops the 0 that `init` once wrote for a limit that nobody had chosen: it would lift the limit
  /// beyond loopback.
  private mutating func takeBackUnchosenLimit(of text: String) {
    let written = """
        # The most requests a minute of one client; 0 sets no limit.
        requests_per_minute: 0

      """
    guard text.contains(written) else { return }
    server.requestsPerMinute = nil
    origins["server.requests_per_minute"] = nil
  }

  /// Drops an interval between heartbeats that a lease doesn't outlast: live work would be found
  /// stale.
  ///
  /// The lease alone decides that: whatever else is configured, no silence within it ends a
  /// mission.
  private mutating func checkHeartbeats() {
    guard let seconds = heartbeatInterval, seconds >= leaseTTL else { return }
    let key = "heartbeat_interval"
    heartbeatInterval = nil
    add(
      ConfigurationProblem(
        origin: origins.removeValue(forKey: key) ?? .standard, key: key,
        message: "\(key): must be less than lease_ttl, \(PlainNumber.text(leaseTTL)) seconds, not "
          + "\(PlainNumber.text(seconds))", nearest: nil))
  }

  /// Adds a problem in the order of the file: one between two places is found after those that
  /// stand between them.
  mutating func add(_ problem: ConfigurationProblem) {
    let place = problem.line.flatMap { line in problems.firstIndex { $0.line ?? .max > line } }
    problems.insert(problem, at: place ?? problems.endIndex)
  }

  private mutating func override(
    _ setting: Setting<Configuration>, _ text: String, _ origin: SettingOrigin
  ) {
    if let value = setting.kind.value(of: text) {
      setting.set(&self, value)
      origins[setting.key] = origin
    } else {
      problems.append(
        ConfigurationProblem(
          origin: origin, key: setting.key,
          message: "\(setting.key): must be \(setting.kind.wanted), not \"\(text)\"",
          nearest: nil))
    }
  }
}

/// One line of `config show`: a key, its value as `config.yaml` writes it, and where that came
/// from.
package struct ShownSetting: Hashable, Sendable {
  package let key: String
  package let value: SettingValue
  package let origin: SettingOrigin
}

extension Configuration {
  /// Every value in force, in the order of `config.yaml`, then the members of lanes, VPs and
  /// tokens.
  package var shown: [ShownSetting] {
    func members<Root>(_ settings: [Setting<Root>], of root: Root, key: String) -> [ShownSetting] {
      settings.map { show("\(key).\($0.key)", $0.get(root)) }
    }
    return Self.settings.map { show($0.key, $0.get(self)) }
      + lanes.flatMap { members(LaneSettings.settings, of: $0, key: "lanes.\($0.name)") }
      + vps.flatMap { members(VPSettings.settings, of: $0, key: "vps.\($0.id)") }
      + server.tokens.flatMap {
        members(TokenSettings.settings, of: $0, key: "server.tokens.\($0.name)")
      }
  }

  private func show(_ key: String, _ value: SettingValue) -> ShownSetting {
    ShownSetting(key: key, value: value, origin: origins[key] ?? .standard)
  }
}
