package import CanonicalJSON
package import MissionControl

/// `init`: makes the home, its configuration file and its ledgers where they are missing.
package struct InitializeHome: Sendable {
  package init() {}

  /// Makes what is missing.
  package func answer(_ context: ToolContext) async throws -> InitializeAnswer {
    InitializeAnswer(
      home: context.fleet.home, made: try await context.fleet.initialize())
  }
}

/// What `init` answers.
package struct InitializeAnswer: ToolAnswer {
  /// The home.
  package let home: Home
  /// The paths that were made.
  package let made: [String]

  package var hint: String? { "missionlog dispatch --vp vp.general.primary --objective TEXT" }

  package func write(into writer: inout JSONWriter) {
    writer.field("home", home.path)
    writer.field("home_origin", home.origin)
    writer.field("config", home.configPath)
    writer.field("made", made)
  }
}
