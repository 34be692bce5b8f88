import MissionControl
import MissionTools

/// Shows something again whenever a ledger moves, and now and then, since ages and leases move by themselves.
struct Watch {
  let invocation: Invocation
  let tools: ToolContext

  /// Shows until the person ends it, or nobody reads any more: on a terminal in place, else one after the other.
  func run(_ show: (Invocation) async throws -> Exit) async throws -> Exit {
    let isInPlace = invocation.console.screen.isTerminal && !invocation.globals.json
    while true {
      let heads = try await tools.fleet.heads()
      if isInPlace { try invocation.console.out.write("\u{1B}[H\u{1B}[2J") }
      _ = try await show(invocation)
      try invocation.console.out.flush()
      try await tools.fleet.waitForChange(beyond: heads, timeoutSeconds: isInPlace ? 2 : 15)
    }
  }
}
