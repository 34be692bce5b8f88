package import CanonicalJSON
package import Platform

/// `vp.queue.paused`: claims of this VP get nothing until it is resumed or `until` has passed.
package struct QueuePaused: EventPayload {
  package var vpID: VPID
  package var reason: String?
  package var until: Instant?

  /// Makes the payload.
  package init(vpID: VPID, reason: String?, until: Instant?) {
    self.vpID = vpID
    self.reason = reason
    self.until = until
  }
}

/// `vp.queue.resumed`: claims of this VP are served again.
package struct QueueResumed: EventPayload {
  package var vpID: VPID

  /// Makes the payload.
  package init(vpID: VPID) { self.vpID = vpID }
}

/// `vp.queue.imported`: another system's ledger knows this VP, whose missions may come from there.
package struct QueueImported: EventPayload {
  package var vpID: VPID
  /// That ledger's description of the VP's session, verbatim.
  package var session: JSONText

  /// Makes the payload.
  package init(vpID: VPID, session: JSONText) {
    self.vpID = vpID
    self.session = session
  }
}
