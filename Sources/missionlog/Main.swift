import Foundation
import MissionCLI
import MissionHTTP
import MissionMCP
import Platform

/// The program: the command line on this process's streams, and the doors that its commands open.
@main
struct Main {
  static func main() async {
    BuildInfo.stamp(commit: builtCommit)
    Signals.surviveBrokenWrites()
    let environment = ProcessInfo.processInfo.environment
    let console = Console.standard(environment: environment)
    let doors = Doors(
      mcp: { context, tools in
        await StdioServer(MCPServer(context, tools: tools, carriesFeeds: true), .standard()).run()
      },
      http: { request in
        try await Serving(
          request, mcp: MountedMCP.door(), supervisorSocket: environment["NOTIFY_SOCKET"]
        ).run()
      }, server: link)
    let program = Program(console: console, doors: doors)
    exit(await program.run(ProcessArguments.bytes))
  }

  /// Links the command line to a server.
  @Sendable private static func link(_ url: String, _ tokenFile: String) throws -> ServerLink {
    let client = ServerClient(try ServerAddress(url, token: TokenBook.token(in: tokenFile)))
    return ServerLink(
      get: { try await client.get($0, $1, waitSeconds: $2) },
      post: { try await client.post($0, $1, waitSeconds: $2) },
      download: { try await client.download($0, $1, $2) },
      follow: { try await client.follow($0, $1, $2) },
      port: { RemoteFleet(client, policy: $0, clocks: $1, randomness: .system) },
      segment: ServerClient.segment)
  }
}
