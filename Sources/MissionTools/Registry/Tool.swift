package import CanonicalJSON

/// A tool as the doors list it: its name, what it takes and answers, and how it is called.
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
  /// When to call it and what to do then, for a model that has never seen it; empty where the
  /// summary says it all.
  package let guide: String
  /// Whether it appends to a ledger.
  package let writes: Bool
  /// Whether the same call again changes nothing more.
  package let isIdempotent: Bool
  /// Whether it ends something for good.
  package let isDestructive: Bool
  /// Who calls it.
  package let audience: Audience
  /// What it takes, core parameters first.
  package let parameters: [Parameter]
  /// How long it waits, where it can be told to wait: the seconds, with a default.
  package let patience: Parameter?
  /// The members of its answer, including those of every answer.
  package let answer: [Field]
  /// The one parameter by which it writes, where it reads without it.
  package let writing: Parameter?
  /// What `guide` is without that parameter.
  private let readingGuide: String
  private let run: @Sendable ([UInt8], [Parameter], ToolContext) async throws -> any ToolAnswer

  /// Makes the tool that a type of requests defines.
  package init<Request: ToolRequest>(_ request: Request.Type, for audience: Audience)
  where Request.Answer: DescribedAnswer {
    name = Request.name
    summary = Request.summary
    guide = Request.guide
    readingGuide = Request.readingGuide
    writes = Request.writes
    isIdempotent = Request.isIdempotent
    isDestructive = Request.isDestructive
    parameters = Request.parameters
    patience = Request.patience
    writing = Request.writing
    answer = Request.Answer.allFields
    self.audience = audience
    run = { json, parameters, context in
      let arguments = try Arguments(json: json, for: parameters)
      let context = try await context.asOf(arguments.text(.asOf))
      let request = try Request(arguments)
      let answer = try await request.answer(context)
      return try await AnswerFit(context).fit(answer, to: request)
    }
  }

  private init(reading tool: Tool, without parameter: Parameter) {
    name = tool.name
    summary = tool.summary
    guide = tool.readingGuide
    readingGuide = tool.readingGuide
    writes = false
    isIdempotent = true
    isDestructive = false
    parameters = tool.parameters.filter { $0 != parameter }
    patience = tool.patience
    writing = nil
    answer = tool.answer
    audience = tool.audience
    let run = tool.run
    self.run = { json, parameters, context in
      var context = context
      context.rules.readsOnly = true
      return try await run(json, parameters, context)
    }
  }

  /// The tool as it is served where nothing may change; nil for one that does nothing but write.
  package var readingOnly: Tool? {
    guard writes else { return self }
    return writing.map { Tool(reading: self, without: $0) }
  }

  /// What a model reads of the tool.
  package var description: String { guide.isEmpty ? summary : summary + " " + guide }

  /// Calls the tool with a JSON object of parameters.
  package func call(_ json: [UInt8], _ context: ToolContext) async throws -> any ToolAnswer {
    try await run(json, parameters, context)
  }

  /// Writes the members of the schema of what it takes.
  package func writeInputSchema(into writer: inout JSONWriter) {
    Parameter.writeObject(parameters, into: &writer)
  }

  /// Writes the members of the schema of what it answers.
  package func writeOutputSchema(
    into writer: inout JSONWriter, shapes: String = Schema.ownShapes
  ) {
    Schema.writeObject(answer, into: &writer, shapes: shapes)
  }
}
