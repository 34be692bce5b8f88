import EventLog
import MissionModel
import Yams

/// A reader of `config.yaml` that keeps going: each mistake becomes a problem with its line, and
/// leaves its value unchanged.
struct ConfigurationReader {
  let path: String
  private(set) var configuration: Configuration

  /// Reads a whole file into `configuration`.
  static func read(_ text: String, path: String, into configuration: Configuration)
    -> Configuration
  {
    var reader = ConfigurationReader(path: path, configuration: configuration)
    do {
      if let root = try Yams.compose(yaml: text) { reader.top(root) }
    } catch let error as YamlError {
      let mistake = YamlMistake(error, in: text)
      reader.problem(mistake.line, "", "not readable as YAML: \(mistake.message)")
    } catch {
      reader.problem(1, "", "not readable as YAML: \(error)")
    }
    return reader.configuration
  }

  private mutating func top(_ root: Node) {
    guard let mapping = mapping(root, key: "the file") else { return }
    let settings = Configuration.settings
    defer { checkLanesOfVPs() }
    for (keyNode, node) in mapping {
      let key = name(keyNode)
      switch key {
      case "lanes": lanes(node)
      case "vps": vps(node)
      case "server", "stats": section(key, node)
      default:
        if let setting = settings.first(where: { $0.key == key && !key.contains(".") }) {
          apply(setting, node)
        } else {
          let known = settings.map(\.key).filter { !$0.contains(".") }
          unknown(key, keyNode, among: known + ["lanes", "vps", "server", "stats"])
        }
      }
    }
  }

  /// Reads `server` or `stats`, whose keys are settings of the configuration itself.
  private mutating func section(_ section: String, _ node: Node) {
    guard let mapping = mapping(node, key: section) else { return }
    let settings = Configuration.settings.filter { $0.key.hasPrefix(section + ".") }
    for (keyNode, node) in mapping {
      let key = name(keyNode)
      if section == "server" && key == "tokens" {
        tokens(node)
      } else if let setting = settings.first(where: { $0.key == "\(section).\(key)" }) {
        apply(setting, node)
      } else {
        let known = settings.map { String($0.key.dropFirst(section.count + 1)) }
        unknown(
          key, keyNode, in: section, among: known + (section == "server" ? ["tokens"] : []))
      }
    }
  }

  private mutating func lanes(_ node: Node) {
    guard let mapping = mapping(node, key: "lanes") else { return }
    for (keyNode, node) in mapping {
      let name = name(keyNode)
      guard name.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x5F || Self.isWord($0) }), !name.isEmpty
      else {
        problem(
          line(keyNode), "lanes.\(name)",
          "lanes.\(name): a lane's name may have only letters, digits, - and _")
        continue
      }
      let known = configuration.lanes.first { $0.name == name }
      var lane = known ?? LaneSettings(name: name)
      members(of: node, LaneSettings.settings, key: "lanes.\(name)", into: &lane)
      guard Self.isLedgerName(lane.ledger) else {
        problem(
          line(node), "lanes.\(name).ledger",
          "lanes.\(name).ledger: must be a plain file name in the home, used by no other file, not "
            + "\"\(lane.ledger)\"")
        continue
      }
      if let other = configuration.lanes.first(where: { $0.ledger == lane.ledger }),
        other.name != name
      {
        problem(
          line(node), "lanes.\(name).ledger",
          "lanes.\(name).ledger: \"\(lane.ledger)\" is already the ledger of lane \(other.name)")
        continue
      }
      configuration.lanes.removeAll { $0.name == name }
      configuration.lanes.append(lane)
      configuration.lanes.sort { $0.name < $1.name }
    }
  }

  private mutating func vps(_ node: Node) {
    guard let mapping = mapping(node, key: "vps") else { return }
    for (keyNode, node) in mapping {
      let id = name(keyNode)
      guard VPID(id) != nil else {
        problem(
          line(keyNode), "vps.\(id)",
          "\"\(id)\" is not a vp_id: it must match [A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
        continue
      }
      var vp = configuration.settings(ofVP: id)
      members(of: node, VPSettings.settings, key: "vps.\(id)", into: &vp)
      configuration.vps.removeAll { $0.id == id }
      configuration.vps.append(vp)
      configuration.vps.sort { $0.id < $1.id }
    }
  }

  /// Puts a VP whose lane doesn't exist, or holds no missions, back into the lane of its name.
  private mutating func checkLanesOfVPs() {
    let names = configuration.lanes.map(\.name).filter { $0 != LaneSettings.runtimeName }
    for index in configuration.vps.indices {
      let vp = configuration.vps[index]
      guard !names.contains(vp.lane) else { continue }
      let key = "vps.\(vp.id).lane"
      configuration.vps[index].lane = VPSettings.standardLane(ofVP: vp.id)
      var line = 1
      if case .file(_, let stands)? = configuration.origins[key] { line = stands }
      problem(
        line, key,
        "\(key): \"\(vp.lane)\" is not a lane for missions; the lanes are "
          + names.joined(separator: ", "), nearest: NearestName.find(vp.lane, in: names))
    }
  }

  private mutating func tokens(_ node: Node) {
    guard let mapping = mapping(node, key: "server.tokens") else { return }
    for (keyNode, node) in mapping {
      let key = "server.tokens.\(name(keyNode))"
      var token = TokenSettings(name: name(keyNode), scopes: ["read"], file: "")
      members(of: node, TokenSettings.settings, key: key, into: &token)
      let scopes = Scope.allCases.map(\.rawValue)
      if let scope = token.scopes.first(where: { !scopes.contains($0) }) {
        problem(
          line(node), key + ".scopes",
          "\(key).scopes: \"\(scope)\" is not a scope; the scopes are "
            + scopes.joined(separator: ", "), nearest: NearestName.find(scope, in: scopes))
      } else if token.scopes.isEmpty {
        problem(
          line(node), key + ".scopes",
          "\(key).scopes: a token needs at least one scope; the scopes are "
            + scopes.joined(separator: ", "))
      } else if token.file.isEmpty {
        problem(line(node), key, "\(key): a token needs its token_file")
      } else {
        configuration.server.tokens.append(token)
      }
    }
  }

  private mutating func members<Root>(
    of node: Node, _ settings: [Setting<Root>], key: String, into root: inout Root
  ) {
    guard let mapping = mapping(node, key: key) else { return }
    for (keyNode, node) in mapping {
      let member = name(keyNode)
      guard let setting = settings.first(where: { $0.key == member }) else {
        unknown(member, keyNode, in: key, among: settings.map(\.key))
        continue
      }
      guard let value = value(node, setting.kind, key: "\(key).\(member)") else { continue }
      setting.set(&root, value)
      configuration.origins["\(key).\(member)"] = .file(path, line: line(node))
    }
  }

  private mutating func apply(_ setting: Setting<Configuration>, _ node: Node) {
    guard let value = value(node, setting.kind, key: setting.key) else { return }
    setting.set(&configuration, value)
    configuration.origins[setting.key] = .file(path, line: line(node))
  }

  /// The value of a node; nil where it is null (the default stands) or wrong (a problem is noted).
  private mutating func value(_ node: Node, _ kind: SettingKind, key: String) -> SettingValue? {
    switch (node, kind) {
    case (.scalar(let scalar), _) where node.null != nil && scalar.style == .plain: return nil
    case (.sequence(let sequence), _) where kind.isList:
      let texts = sequence.compactMap { $0.scalar?.string }
      if texts.count == sequence.count, let value = SettingKind.list(texts, of: kind) {
        return value
      }
      if noteBadItems(of: sequence, kind, key: key) { return nil }
    case (.scalar, _) where kind.isList: break
    case (.scalar(let scalar), _):
      if let value = kind.value(of: scalar.string) { return value }
    default: break
    }
    let given = node.scalar.map { "\"\($0.string)\"" } ?? (node.mapping == nil ? "a list" : "a map")
    problem(line(node), key, "\(key): must be \(kind.wanted), not \(given)")
    return nil
  }

  /// Notes each text of a list that is not of a kind, by its own line; false where all are of it.
  private mutating func noteBadItems(
    of list: Node.Sequence, _ kind: SettingKind, key: String
  ) -> Bool {
    var isAnyBad = false
    for item in list {
      guard let text = item.scalar?.string, let fault = kind.fault(ofItem: text) else { continue }
      problem(line(item), key, "\(key): \"\(text)\" \(fault)")
      isAnyBad = true
    }
    return isAnyBad
  }

  private mutating func mapping(_ node: Node, key: String) -> Node.Mapping? {
    if let mapping = node.mapping { return mapping }
    if node.null == nil { problem(line(node), key, "\(key): must be a map of keys and values") }
    return nil
  }

  private mutating func unknown(
    _ key: String, _ node: Node, in section: String? = nil, among known: [String]
  ) {
    problem(
      line(node), section.map { "\($0).\(key)" } ?? key,
      "unknown key \"\(key)\"" + (section.map { " in \($0)" } ?? ""),
      nearest: NearestName.find(key, in: known))
  }

  private mutating func problem(
    _ line: Int, _ key: String, _ message: String, nearest: String? = nil
  ) {
    configuration.add(
      ConfigurationProblem(
        origin: .file(path, line: line), key: key, message: message, nearest: nearest))
  }

  private func name(_ node: Node) -> String { node.scalar?.string ?? "" }

  private func line(_ node: Node) -> Int { node.mark?.line ?? 1 }

  /// Whether a text can name a ledger's file: a plain name, and none of a file that SQLite or
  /// missionlog makes beside one.
  private static func isLedgerName(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.count <= 128 && !text.hasPrefix(".") && text != Home.configName
      && bytes.allSatisfy { isWord($0) || [0x2E, 0x5F, 0x2D].contains($0) }
      && !SideFile.allCases.contains { text.hasSuffix($0.rawValue) }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}
