package import MissionModel

/// One call of a tool or command, its parameters typed; a door makes it from JSON or from flags.
package protocol ToolRequest: Sendable {
  /// What the call answers.
  associatedtype Answer: ToolAnswer

  /// The tool's or the command's name, such as `vp_get_mission` or `status`.
  static var name: String { get }
  /// One line: what it does.
  static var summary: String { get }
  /// Whether it appends to a ledger.
  static var writes: Bool { get }
  /// What it takes, core parameters first.
  static var parameters: [Parameter] { get }

  /// Takes the parameters from JSON, checking their types alone.
  init(_ arguments: Arguments) throws(MissionError)

  /// Refuses a parameter that is out of bounds; `answer` calls it before anything else is done.
  func check() throws(MissionError)

  /// Does what was asked.
  func perform(_ context: ToolContext) async throws -> Answer
}

extension ToolRequest {
  /// Checks the bounds of the parameters, then does what was asked.
  package func answer(_ context: ToolContext) async throws -> Answer {
    try check()
    return try await perform(context)
  }
}
