import ArgumentParser
import Foundation
import MissionControl
import MissionModel
import MissionTools
import Platform

/// `mcp`: serves the tools to an agent on standard input and output.
struct MCPCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "mcp",
    abstract: "Serve the tools to an agent over MCP on standard input and output.",
    discussion: """
      The agent's program starts it and speaks JSON-RPC, one message per line; it ends when its \
      input does. Events of the agent's missions go into the feed of the session that \
      MISSIONLOG_SESSION_ID names, or else of a session for this user, host and folder.

      Example:
        missionlog mcp --home ~/fleet
      """)

  @Flag(help: "Also serve the tools with which a worker claims missions and reports.")
  var workerTools = false

  @Flag(help: "Serve only the tools that change nothing.")
  var readOnly = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  var serverUse: ServerUse { .ownMatter }

  func run(_ invocation: Invocation) async throws -> Exit {
    if let url = invocation.serverURL {
      throw MissionError(
        .validationError,
        "mcp works on a home, and the server serves MCP itself: have the agent use \(url)/mcp with the "
          + "server's token, or \(invocation.wayToAHome)")
    }
    let person = try invocation.tools()
    let session = try Self.session(invocation, host: person.fleet.surroundings.host.hostName)
    let context = ToolContext(fleet: person.fleet, call: .orchestrator(session: session))
    // A model that has never seen the tools begins by reading; each call reports any fault itself.
    if !readOnly, (try? await context.fleet.heads()) == nil {
      _ = try? await context.fleet.initialize()
    }
    try await invocation.doors.mcp(
      context, Tools.served(toWorkers: workerTools, writing: !readOnly))
    return .success
  }

  /// The session whose feed gets the news of the agent's missions; the same one after every
  /// restart.
  static func session(_ invocation: Invocation, host: String) throws -> String {
    if let session = invocation.console.environment["MISSIONLOG_SESSION_ID"], !session.isEmpty {
      guard ReferenceRules.isReference(session) else {
        throw MissionError(
          .validationError,
          "MISSIONLOG_SESSION_ID must have 1 to 256 bytes without control characters")
      }
      return session
    }
    let prefix = "stdio:\(NSUserName())@\(host):"
    let folder = invocation.console.workingFolder
    if ReferenceRules.isReference(prefix + folder) { return prefix + folder }
    return prefix + "\(Digest(of: Array(folder.utf8).span))"
  }
}
