package import MissionModel

/// One question or command about a fleet, its parameters typed; a door makes it from JSON or from
/// flags.
package protocol FleetRequest: Sendable {
  /// What it answers.
  associatedtype Answer: ToolAnswer

  /// One line: what it does.
  static var summary: String { get }
  /// What it takes, core parameters first.
  static var parameters: [Parameter] { get }
  /// Further parameters for persons, at the command line or over HTTP: no model is told of them.
  static var ofPersons: [Parameter] { get }

  /// Reads the parameters from JSON, checking only their types.
  init(_ arguments: Arguments) throws(MissionError)

  /// Refuses a parameter that is out of bounds; `answer` calls it before anything else is done.
  func check() throws(MissionError)

  /// Does what was asked.
  func perform(_ context: ToolContext) async throws -> Answer
}

extension FleetRequest {
  package static var ofPersons: [Parameter] { [] }

  /// Checks the bounds of the parameters, then does what was asked.
  package func answer(_ context: ToolContext) async throws -> Answer {
    try check()
    return try await perform(context)
  }
}

/// A request that takes nothing.
package protocol BareRequest: FleetRequest {
  init()
}

extension BareRequest {
  package static var parameters: [Parameter] { [] }

  package init(_ arguments: Arguments) throws(MissionError) { self.init() }

  /// Checks nothing: there is nothing to check.
  package func check() throws(MissionError) {}
}
