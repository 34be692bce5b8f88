package import CanonicalJSON

/// `vp.session.registered`: a worker begins, or begins again.
package struct SessionRegistered: EventPayload {
  package var session: SessionID
  package var process: WorkerProcess
  /// The appending process's monotonic clock, in microseconds.
  package var mono: Int64?

  /// Makes the payload.
  package init(
    session: SessionID, process: WorkerProcess = WorkerProcess(), mono: Int64? = nil
  ) {
    self.session = session
    self.process = process
    self.mono = mono
  }
}

/// `vp.session.heartbeat`: an idle worker is alive.
package struct SessionHeartbeat: EventPayload {
  package var session: SessionID
  package var bootID: String?
  package var mono: Int64?

  /// Makes the payload.
  package init(session: SessionID, bootID: String?, mono: Int64?) {
    self.session = session
    self.bootID = bootID
    self.mono = mono
  }
}

/// `vp.session.degraded`: a worker is alive but can't work as it should.
package struct SessionDegraded: EventPayload {
  package var session: SessionID
  package var error: String

  /// Makes the payload.
  package init(session: SessionID, error: String) {
    self.session = session
    self.error = error
  }
}

/// `vp.session.lost`: the reconciler found the worker gone.
package struct SessionLost: EventPayload {
  package var session: SessionID
  /// The observations; any JSON.
  package var evidence: JSONText

  /// The observation of the worker's process, as a sentence; nil if the evidence has none.
  package var observed: String? { evidence.text(of: "observed") }

  /// Makes the payload.
  package init(session: SessionID, evidence: JSONText) {
    self.session = session
    self.evidence = evidence
  }
}

/// `vp.session.retired`: a worker ended in order.
package struct SessionRetired: EventPayload {
  package var session: SessionID

  /// Makes the payload.
  package init(session: SessionID) { self.session = session }
}
