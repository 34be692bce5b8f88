import Foundation
import MissionCLI
import Platform

/// The program: the command line on this process's streams.
@main
struct Main {
  static func main() async {
    BuildInfo.stamp(commit: builtCommit)
    Signals.surviveBrokenWrites()
    let console = Console.standard(environment: ProcessInfo.processInfo.environment)
    let code = await Program(console: console).run(Array(CommandLine.arguments.dropFirst()))
    exit(code)
  }
}
