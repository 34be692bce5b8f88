import MissionModel

/// A tool as the doors list it: its name, what it takes, and how it is called.
package struct Tool: Sendable {
  /// Who calls a tool.
  package enum Audience: Hashable, Sendable {
    /// The agent that dispatches missions.
    case orchestrator
    /// An agent that executes them; served only where it is asked for.
    case worker
  }

  /// The name, such as `vp_get_mission`.
  package let name: String
  /// One line: what it does.
  package let summary: String
  /// Whether it appends to a ledger.
  package let writes: Bool
  /// Who calls it.
  package let audience: Audience
  /// What it takes, core parameters first.
  package let parameters: [Parameter]
  private let run: @Sendable ([UInt8], ToolContext) async throws -> any ToolAnswer

  /// Makes the tool that a type of requests defines.
  package init<Request: ToolRequest>(_ request: Request.Type, for audience: Audience) {
    name = Request.name
    summary = Request.summary
    writes = Request.writes
    parameters = Request.parameters
    self.audience = audience
    run = { json, context in
      let arguments = try Arguments(json: json, for: Request.parameters)
      let request = try Request(arguments)
      return try await request.answer(context.asOf(arguments.text(.asOf)))
    }
  }

  /// Calls the tool with a JSON object of parameters.
  package func call(_ json: [UInt8], _ context: ToolContext) async throws -> any ToolAnswer {
    try await run(json, context)
  }
}
