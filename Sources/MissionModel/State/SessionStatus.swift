/// The stage of a worker's session.
package enum SessionStatus: String, Choice {
  case idle, active, degraded, lost, retired
}
