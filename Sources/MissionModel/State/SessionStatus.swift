/// Where a worker's session is in its life.
package enum SessionStatus: String, Choice {
  case idle, active, degraded, lost, retired
}
