package import MissionModel

/// The next useful command for a mission, and its purpose.
package struct NextCommand: Hashable, Sendable {
  /// The arguments after `missionlog`.
  package let words: [String]
  package let purpose: String

  private init(_ words: [String], _ purpose: String) {
    self.words = words
    self.purpose = purpose
  }

  /// Makes the command for a mission as it is, with missions `named` by this function; nil where
  /// there is nothing to do.
  package init?(_ mission: MissionView, named: (MissionID) -> String = \.rawValue) {
    self.init(mission, mission.nextStep, named)
  }

  /// Makes the command for a mission whose `why` was just read, given what was seen of its worker,
  /// and the mission that holds the place it waits for.
  package init?(
    _ mission: MissionView, seeing worker: WorkerPresence?, behind holder: MissionView? = nil,
    named: (MissionID) -> String = \.rawValue
  ) {
    if let holder, mission.nextStep == .wait, holder.nextStep != .wait {
      self.init(behind: holder, named)
      return
    }
    let id = named(mission.state.facts.missionID)
    switch mission.nextStep {
    case .doubt where mission.state.isHeldByImport:
      self.init(["reconcile"], "to end it, since no worker will report on it")
    case .doubt where worker?.process == .gone:
      self.init(["reconcile"], "to end it on that evidence")
    case .doubt, .answerElsewhere: self.init(["cancel", id], "to give it up")
    case .weigh, .look:
      guard let next = NextCommand(mission, mission.nextTry, named) else { return nil }
      self.init(next.words, Self.condition(worker) + next.purpose)
    default: self.init(mission, named: named)
    }
  }

  /// Makes the command for the mission that holds the place.
  private init(behind holder: MissionView, _ named: (MissionID) -> String) {
    let id = named(holder.state.facts.missionID)
    if holder.nextStep == .answer {
      self.init(["answer", id, "TEXT"], "to answer the mission that holds its place")
    } else {
      self.init(["why", id], "the mission that holds its place")
    }
  }

  private init?(_ mission: MissionView, _ step: NextStep, _ named: (MissionID) -> String) {
    let id = named(mission.state.facts.missionID)
    let vp = mission.state.facts.vpID.rawValue
    switch step {
    case .serve: self.init(["worker", "--vp", vp, "--", "COMMAND"], "to execute it")
    case .moveOn(let lane):
      self.init(
        ["cancel", id],
        "its VP's workers now claim from lane \(lane) and won't see it; to give it up, then dispatch it again"
      )
    case .resume: self.init(["resume", vp], "its VP is paused; to let it be claimed")
    case .wait: self.init(["wait", id], "to wait for it")
    case .upgrade:
      self.init(
        ["projections"], "this version can't read all its events; to see more")
    case .expire: self.init(["reconcile"], "its deadline has passed; to end it")
    case .stop(false, false): self.init(["wait", id, "--until", "terminal"], "to wait for its end")
    case .stop: self.init(["cancel", id, "--force"], "to end it now")
    case .doubt, .answerElsewhere: self.init(["why", id], "why")
    case .answer: self.init(["answer", id, "TEXT"], "to answer")
    case .read: self.init(["artifacts", id], "its files")
    case .rest: return nil
    // A retry that was never dispatched, or lies elsewhere, is explained only for its whole id.
    case .follow(let retry): self.init(["get", retry.rawValue], "its retry")
    case .completeRetry: self.init(["retry", id], "its retry was interrupted; to complete it")
    case .weigh: self.init(["why", id], "whether its worker is alive and may still report")
    case .look: self.init(["why", id], "whether its worker still runs")
    case .ask: self.init(["why", id], "what is left to do")
    case .retry: self.init(["retry", id, "--guidance", "TEXT"], "to try again")
    case .startAnew where mission.needsLook:
      self.init(["ack", id], "no retry is left; when you have looked")
    case .startAnew:
      self.init(
        ["dispatch", "--vp", vp, "--objective", "TEXT"], "no retry is left; to start again")
    }
  }

  /// The condition on a worker for its mission to be done again; its process may live on and serve
  /// others.
  private static func condition(_ worker: WorkerPresence?) -> String {
    switch worker?.process {
    case .gone: ""
    case .alive:
      "once \(worker?.pid.map { "process \($0)" } ?? "its process") no longer works on it, "
    case .unknown, nil: "if its worker is certainly gone, "
    }
  }
}

extension MissionView {
  /// Whether its failure waits for a person to look.
  fileprivate var needsLook: Bool { state.status == .failed && !state.acknowledged }
}
