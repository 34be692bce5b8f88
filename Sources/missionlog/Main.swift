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
    // A crash makes a backtrace, which takes long, only on request.
    if environment["SWIFT_BACKTRACE"] == nil { Signals.crashAtOnce() }
    let console = Console.standard(environment: environment)
    let doors = Doors(
      mcp: { context, tools in
        await StdioServer(MCPServer(context, tools: tools, by: .options), .standard()).run()
      },
      http: { request in
        try await Serving(
          request, mcp: MountedMCP.door(), supervisorSocket: environment["NOTIFY_SOCKET"]
        ).run()
      })
    let program = Program(console: console, doors: doors)
    exit(await program.run(ProcessArguments.bytes))
  }
}
