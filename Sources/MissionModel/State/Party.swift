/// The kind of actor that ended or returned a mission.
package enum Party: String, Choice {
  case worker, orchestrator, reconciler
}
