import EventLog

extension SessionState {
  /// Folds one event of the session's own stream.
  mutating func apply(_ change: SessionEvent, _ event: RecordedEvent) {
    switch change {
    case .registered(let body):
      process = body.process
      registeredAt = event.recordedAt
      lastError = nil
      setPhase(.live, event)
      hear(bootID: body.process.bootID, mono: body.mono, event)
    case .heartbeat(let body):
      setPhase(.live, event)
      hear(bootID: body.bootID, mono: body.mono, event)
    case .degraded(let body):
      lastError = body.error
      setPhase(.degraded, event)
      hear(bootID: nil, mono: nil, event)
    case .lost: setPhase(.lost, event)
    case .retired: setPhase(.retired, event)
    case .unknown: break
    }
    moved(event)
  }

  /// Folds one event of a mission that this worker holds or held.
  ///
  /// An event that the worker itself wrote counts as its heartbeat and makes a lost session live;
  /// events of others only change its missions.
  mutating func apply(_ mention: MissionMention, _ event: RecordedEvent) {
    if mention.isOwn {
      hear(bootID: mention.bootID, mono: mention.mono, event)
      if phase == .lost || (mention.holds == true && phase != .live) { setPhase(.live, event) }
    }
    if let holds = mention.holds, let missionID = MissionID(stream: event.stream) {
      missionIDs.removeAll { $0 == missionID }
      if holds {
        let index = missionIDs.firstIndex { $0 > missionID } ?? missionIDs.endIndex
        missionIDs.insert(missionID, at: index)
      }
    }
    missionsCompleted += mention.completed
    missionsFailed += mention.failed
    moved(event)
  }

  private mutating func setPhase(_ next: Phase, _ event: RecordedEvent) {
    guard phase != next else { return }
    phase = next
    phasePosition = event.position
  }

  private mutating func hear(bootID: String?, mono: Int64?, _ event: RecordedEvent) {
    lastHeartbeatAt = event.recordedAt
    heartbeatPosition = event.position
    if bootID != nil || mono != nil {
      self.bootID = bootID
      self.mono = mono
    }
  }

  private mutating func moved(_ event: RecordedEvent) {
    updatedAt = event.recordedAt
    position = event.position
  }
}
