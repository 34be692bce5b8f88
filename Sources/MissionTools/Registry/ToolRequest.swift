/// One call of a tool: a request with what a model is told of it, and how its answer is made to
/// fit.
package protocol ToolRequest: FleetRequest {
  /// The tool's name, such as `vp_get_mission`.
  static var name: String { get }
  /// When to call it and what to do then, for a model that has never seen it.
  static var guide: String { get }
  /// Whether it appends to a ledger.
  static var writes: Bool { get }
  /// Whether the same call again changes nothing more.
  static var isIdempotent: Bool { get }
  /// Whether it ends something for good.
  static var isDestructive: Bool { get }
  /// The parameter that says how many seconds it waits, where it can wait.
  static var patience: Parameter? { get }
  /// The one parameter by which it writes, where it reads without it.
  static var writing: Parameter? { get }
  /// What `guide` is without that parameter.
  static var readingGuide: String { get }
  /// Whether too large an answer first has its long texts cut; else less is asked for first.
  static var textsMayBeCut: Bool { get }

  /// How the caller gets what a too long answer left out, at a door of these rules.
  static func wayToTheRest(_ rules: DoorRules) -> String
  /// Whether the caller asks for more than a call without parameters gives, so that a large answer
  /// is what it wants.
  var asksForMore: Bool { get }
  /// The bytes that an answer may have beyond the door's limit, since so much was asked for.
  func leastBytes(of answer: Answer) -> Int
  /// The same call for about half as much; nil where there is no less, or no less is wanted.
  var smaller: Self? { get }
  /// An answer without about a quarter of its list, and words for what is left out; nil where
  /// nothing more can go. For a call that waits, and so can't be made again for less.
  func shortened(_ answer: Answer) -> (answer: Answer, leftOut: String)?
}

extension ToolRequest {
  package static var guide: String { "" }
  package static var isIdempotent: Bool { !writes }
  package static var isDestructive: Bool { false }
  package static var patience: Parameter? { nil }
  package static var writing: Parameter? { nil }
  package static var readingGuide: String { guide }
  package static var textsMayBeCut: Bool { true }
  package static func wayToTheRest(_ rules: DoorRules) -> String {
    rules.readsMissions
      ? "vp_get_mission with full gives a mission whole"
      : "whoever may read missions has them whole"
  }
  package var asksForMore: Bool { false }
  package func leastBytes(of answer: Answer) -> Int { 0 }
  package var smaller: Self? { nil }
  package func shortened(_ answer: Answer) -> (answer: Answer, leftOut: String)? { nil }
}
