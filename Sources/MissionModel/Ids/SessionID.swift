/// The name of a worker's session, `<vp_id>/<worker_id>`: the key of the sessions projection.
package struct SessionID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The VP that the worker serves.
  package let vp: VPID
  /// The worker whose session it is.
  package let worker: WorkerID

  /// Names the session of `worker` for `vp`.
  package init(vp: VPID, worker: WorkerID) {
    self.vp = vp
    self.worker = worker
  }

  /// Reads `<vp_id>/<worker_id>`; nil for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let vp = VPID(String(parts[0])), let worker = WorkerID(String(parts[1]))
    else { return nil }
    self.init(vp: vp, worker: worker)
  }

  package var description: String { vp.rawValue + "/" + worker.rawValue }

  package static func < (left: SessionID, right: SessionID) -> Bool {
    (left.vp, left.worker) < (right.vp, right.worker)
  }
}
