import EventLog
import Platform

extension Home {
  /// Loads the configuration in force: defaults, the file, the environment, flags.
  ///
  /// An unreadable file is one of its problems, and so is a named file that isn't there, unless it
  /// `mayBeMissing` because it is about to be made.
  package func configuration(
    environment: [String: String] = [:], flags: [String: (name: String, text: String)] = [:],
    mayBeMissing: Bool = false
  ) -> Configuration {
    var text: String?
    var problem: String?
    do throws(PlatformError) {
      let bytes = try FileSystem.read(configPath, limit: Self.configLimit)
      text = String(validating: bytes, as: UTF8.self)
      if text == nil { problem = "the file is not UTF-8 text" }
    } catch  where error.isMissing && (mayBeMissing || !configWasNamed) {
      // A home without a configuration has the defaults.
    } catch  where error.isMissing {
      problem = "the file that --config or MISSIONLOG_CONFIG names does not exist"
    } catch {
      problem = "the file can't be read: \(error)"
    }
    var configuration = Configuration.load(
      text: text, path: configPath, environment: environment, flags: flags)
    if let problem {
      configuration.problems.insert(
        ConfigurationProblem(
          origin: .wholeFile(configPath), key: "", message: problem, nearest: nil),
        at: 0)
    }
    configuration.checkRootFile(in: self)
    return configuration
  }
}

extension Configuration {
  /// Takes back a file for roots that is one of the home's own: its lines would spoil that.
  fileprivate mutating func checkRootFile(in home: Home) {
    guard let given = rootFile else { return }
    let path = home.resolve(given, standard: given)
    let ledgers = lanes.flatMap { lane in
      [lane.ledger] + SideFile.allCases.map { $0.path(of: lane.ledger) }
    }
    let names = [Home.configName, "token", LedgerList.name, TargetClaims.lockName] + ledgers
    let own =
      names.map { home.path + "/" + $0 } + [home.configPath]
      + server.tokens.map { home.resolve($0.file, standard: $0.file) }
    let place = Paths.resolved(path)
    guard own.contains(path) || own.contains(where: { Paths.resolved($0) == place }) else { return }
    let key = "root_file"
    rootFile = nil
    add(
      ConfigurationProblem(
        origin: origins.removeValue(forKey: key) ?? .standard, key: key,
        message: "\(key): must be a file other than the home's own, not \(given)",
        nearest: nil))
  }
}
