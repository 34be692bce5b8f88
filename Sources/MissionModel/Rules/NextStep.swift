/// What can be done next about a mission: the one rule that every door says in its own words.
package enum NextStep: Hashable, Sendable {
  /// It is queued, and no live worker serves its VP: somebody starts one.
  case serve
  /// It is queued, and its VP is paused: somebody resumes that.
  case resume
  /// It goes on by itself.
  case wait
  /// Events that this build can't read may have moved it: one that can goes on with it.
  case upgrade
  /// It is queued past its deadline: nobody can claim it any more, and the reconciler ends it.
  case expire
  /// A cancel is asked for: its worker ends it, and where that is silent or doesn't obey, the reconciler, or force.
  case stop(isSilent: Bool, isOverdue: Bool)
  /// Its worker is silent: somebody looks whether it lives.
  case doubt
  /// It waits on a question that is answered here.
  case answer
  /// It waits on a question where it was imported from.
  case answerElsewhere
  /// It has left files to read.
  case read
  /// It is done, and there is nothing to read.
  case rest
  /// It was retried: there it goes on.
  case follow(MissionID)
  /// Its retry was interrupted before it was dispatched: the same retry completes it.
  case completeRetry(MissionID)
  /// It failed by the reconciler's word alone: its worker may yet report, which a retry would cut off.
  case weigh
  /// It was cancelled without a word of the worker that held it, as far as that is told: its process may still run.
  case look
  /// It can be tried again.
  case retry
  /// It can be tried again if its chain of retries has room, which its server knows.
  case ask
  /// Its chain of retries is full: a person looks, or another mission is dispatched.
  case startAnew
}

extension MissionView {
  /// What can be done next about it.
  package var nextStep: NextStep {
    if isUnread, state.status != .completed { return .upgrade }
    if state.isCancelRequested, !state.status.isTerminal {
      return .stop(isSilent: staleness.isStale, isOverdue: isCancelOverdue)
    }
    if staleness.isStale { return .doubt }
    switch state.status {
    case .queued:
      if isPastDeadline { return .expire }
      return switch waitingFor {
      case .noLiveWorker: .serve
      case .vpPaused: .resume
      default: .wait
      }
    case .running: return .wait
    case .blocked: return state.isHeldByImport ? .answerElsewhere : .answer
    case .completed: return state.resultFolder == nil ? .rest : .read
    case .failed, .cancelled:
      if let retry = state.retried?.newMissionID {
        return isRetryInterrupted ? .completeRetry(retry) : .follow(retry)
      }
      if state.mayYetBeReported { return .weigh }
      let mayRun = state.isEndedUnheard || state.isEndUntold
      return state.status == .cancelled && mayRun ? .look : nextTry
    }
  }

  /// What its end leads to where its worker is out of the way.
  package var nextTry: NextStep {
    // Hardly a chain holds no retry at all.
    guard let isChainFull else { return state.facts.chainLength > 1 ? .ask : .retry }
    return isChainFull ? .startAnew : .retry
  }
}
