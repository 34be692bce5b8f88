/// The basis of a status: a report outranks an inference, and a decision outranks both.
package enum StatusBasis: String, Choice {
  /// Its worker said so.
  case reported
  /// An orchestrator or a person said so.
  case decided
  /// The reconciler concluded it from silence or absence.
  case inferred
}
