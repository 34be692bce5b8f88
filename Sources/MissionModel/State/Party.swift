/// Who ended or returned a mission: the side of the house that an event came from.
package enum Party: String, Choice {
  case worker, orchestrator, reconciler
}
