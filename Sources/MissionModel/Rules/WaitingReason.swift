/// Why a queued mission waits; the first reason that holds, in this order.
package enum WaitingReason: String, Choice {
  case vpPaused = "vp_paused"
  case notBefore = "not_before"
  case noLiveWorker = "no_live_worker"
  case target
  case concurrency
  case turn
}
