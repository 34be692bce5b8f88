/// What can be done next about a mission: the one rule, which each door puts in its own words.
package enum NextStep: Hashable, Sendable {
  /// It is queued, and no live worker serves its VP: start one.
  case serve
  /// It is queued in a lane that its VP has left for this one, and no worker will claim it: cancel
  /// it and dispatch it again.
  case moveOn(to: String)
  /// It is queued, and its VP is paused: resume that.
  case resume
  /// It goes on by itself.
  case wait
  /// Events that this build can't read may have changed it: use a build that can.
  case upgrade
  /// It is queued past its deadline: nobody can claim it any more, and the reconciler ends it.
  case expire
  /// A cancel is requested: its worker ends it or, if that is silent or doesn't obey, the
  /// reconciler does, or force.
  case stop(isSilent: Bool, isOverdue: Bool)
  /// Its worker is silent: look whether it is alive.
  case doubt
  /// It waits for the answer to a question, to be given here.
  case answer
  /// It waits for the answer to a question, to be given where it was imported from.
  case answerElsewhere
  /// It has left files to read.
  case read
  /// It is done, and there is nothing to read.
  case rest
  /// It was retried: follow the new mission.
  case follow(MissionID)
  /// Its retry was interrupted before it was dispatched: the same retry completes it.
  case completeRetry(MissionID)
  /// Only the reconciler says that it failed: its worker may yet report, which a retry would cut
  /// off.
  case weigh
  /// It was cancelled without a word from the worker that held it, as far as is known: its process
  /// may still run.
  case look
  /// It can be tried again.
  case retry
  /// It can be tried again if its chain of retries has room, which its server knows.
  case ask
  /// Its chain of retries is full: a person looks, or another mission is dispatched.
  case startAnew
}

extension MissionView {
  /// What can be done next about the mission.
  package var nextStep: NextStep {
    if isUnread, state.status != .completed { return .upgrade }
    if state.isCancelRequested, !state.status.isTerminal {
      return .stop(isSilent: staleness.isStale, isOverdue: isCancelOverdue)
    }
    if staleness.isStale { return .doubt }
    switch state.status {
    case .queued:
      if isPastDeadline { return .expire }
      if let laneOfWorkers { return .moveOn(to: laneOfWorkers) }
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

  /// What can be done after its end, once its worker is out of the way.
  package var nextTry: NextStep {
    // Unknown: a first mission may nearly always be retried once.
    guard let isChainFull else { return state.facts.chainLength > 1 ? .ask : .retry }
    return isChainFull ? .startAnew : .retry
  }
}
