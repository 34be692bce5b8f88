import EventLog
import Platform

extension Decider {
  /// Checks that the token is the current one.
  ///
  /// - Throws: The refusal: a worker that ended the mission itself is told so; any other one has
  ///   lost its lease.
  func admit(_ token: FencingToken) throws(MissionError) {
    guard holds(token) else { throw refusal(of: token) }
  }

  /// Whether the token is the current one; there is none for a mission that only an import says is
  /// held.
  func holds(_ token: FencingToken) -> Bool {
    !state.isHeldByImport && state.lease?.admits(token) == true
  }

  /// The refusal of a write by a token that is not the current one.
  func refusal(of token: FencingToken) -> MissionError {
    if state.finish != nil, state.status.isTerminal, state.lastToken == token {
      return .terminal(state)
    }
    return .leaseLost(state, token, reversible: isReversible(by: token))
  }

  /// Whether the mission's status rests on a verdict that this worker's own finish would take back.
  func isReversible(by token: FencingToken) -> Bool {
    state.lastToken == token && state.isReversible
  }

  /// The attempt of a token on this mission.
  func attempt(_ token: FencingToken) -> AttemptRef {
    AttemptRef(vpID: state.facts.vpID, workerID: token.worker, attempt: token.attempt)
  }

  /// The lease, renewed from now on for its full length.
  func renewal() -> LeaseRenewal {
    let length = state.lease?.length.micros ?? 0
    return LeaseRenewal(
      expiresAt: context.now.advanced(byMicroseconds: length), bootID: context.bootID,
      mono: context.mono)
  }

  /// The attempt that holds the mission, whoever asks; nil if only an import says that it is held.
  var currentAttempt: AttemptRef? {
    state.isHeldByImport ? nil : state.lease.map { attempt($0.token) }
  }

  /// The id of an event of this ledger.
  func eventID(_ position: Int64) -> String {
    EventID(ledger: context.ledger, position: position).description
  }
}
