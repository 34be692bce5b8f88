import EventProjections
package import MissionModel
import MissionStore
package import Platform

extension Fleet {
  /// Every known VP (configured, imported, or once served by a worker), by id.
  package func vps() async throws -> VPsResult {
    let (lanes, warnings) = try await readEach { lane in
      (vps: try lane.vpViews(), leftOut: try lane.leftOut())
    }
    var views = lanes.flatMap(\.vps)
    // A lane without a file yet has its configured VPs all the same.
    let sick = Set(warnings.compactMap(\.ledger))
    for settings in configuration.vps where !sick.contains(settings.lane) {
      guard !views.contains(where: { $0.vpID.rawValue == settings.id }),
        let id = VPID(settings.id)
      else { continue }
      views.append(VPView(vpID: id, settings: settings))
    }
    return VPsResult(
      vps: views.sorted { $0.vpID < $1.vpID },
      warnings: warnings + lanes.flatMap(\.leftOut) + capsuleWarnings)
  }

  /// Stops claims of a VP's missions, until a time or a resume; running missions go on.
  package func pause(_ vp: VPID, reason: String? = nil, until: Instant? = nil, _ call: CallContext)
    async throws -> PauseResult
  {
    try await checkIsKnown(vp)
    if let until, until <= now {
      throw MissionError.validation(
        "until is \(until), which is past: give a future time", field: "until")
    }
    if let until, !Instant.writable.contains(until) {
      throw MissionError.validation(
        "until is beyond the year 9999: leave it out to pause until a resume", field: "until")
    }
    let reason = redactor.text(reason)
    return try await changeQueue(of: vp, call) { transaction in
      let pause = try transaction.vp(vp)?.pause(at: transaction.now)
      if let pause, pause.reason == reason, pause.until == until { return false }
      try transaction.append(
        .paused(QueuePaused(vpID: vp, reason: reason, until: until)), of: vp)
      return true
    }
  }

  /// Lets a VP's missions be claimed again.
  package func resume(_ vp: VPID, _ call: CallContext) async throws -> PauseResult {
    try await checkIsKnown(vp)
    return try await changeQueue(of: vp, call) { transaction in
      guard try transaction.vp(vp)?.pause != nil
      else { return false }
      try transaction.append(.resumed(QueueResumed(vpID: vp)), of: vp)
      return true
    }
  }

  /// The pause of a VP that is in force now; nil for none.
  package func pause(of vp: VPID) async throws -> VPState.Pause? {
    try await read(try ledger(of: vp)) { try $0.vp(vp)?.pause(at: $0.now) } ?? nil
  }

  /// Refuses an unknown VP.
  ///
  /// - Throws: `validation_error` that lists the known ones.
  func checkIsKnown(_ vp: VPID) async throws {
    guard !configuration.vps.contains(where: { $0.id == vp.rawValue }) else { return }
    let ledger = try ledger(of: vp)
    let known = try await pool.run { () throws -> Bool in
      guard let log = try ledger.reader() else { return false }
      return try log.readBlocking { try $0.row(MissionProjections.vps, vp)?.isKnown ?? false }
    }
    guard !known else { return }
    // The VPs of a lane that can't be read just now are known all the same.
    let seen = (try? await vps().vps.map(\.vpID.rawValue)) ?? []
    let others = Set(configuration.vps.map(\.id) + seen).sorted()
    // The beginning that all of them share would make any two look alike.
    func word(_ id: String) -> String { id.hasPrefix("vp.") ? String(id.dropFirst(3)) : id }
    let near = NearestName.find(word(vp.rawValue), in: others.map(word))
    let nearest =
      others.first { word($0) == near }.map { "did you mean \($0)? " } ?? ""
    throw MissionError.validation(
      "vp_id \(vp) is not known: \(nearest)there are \(others.joined(separator: ", ")); a worker makes its own VP known",
      field: "vp_id")
  }

  private func changeQueue(
    of vp: VPID, _ call: CallContext,
    _ body: @escaping @Sendable (LaneTransaction) throws -> Bool
  ) async throws -> PauseResult {
    let ledger = try ledger(of: vp)
    let isChange = try await write(ledger, call, body)
    let view = try await read(ledger) { lane in
      try lane.vpView(vp, try lane.missions { try $0.counts() }[vp])
    }
    guard let view else {
      throw MissionError(.notFound, "ledger \(ledger.lane.name) is gone")
    }
    return PauseResult(vp: view, already: !isChange)
  }
}

extension LaneReader {
  /// The VPs of this lane: configured, known by its log, or moved to another lane with missions
  /// left in this one.
  func vpViews() throws -> [VPView] {
    let configured = configuration.vps.filter { $0.lane == lane }.compactMap { VPID($0.id) }
    let known = try missions { try $0.vps() }.filter(\.isKnown).map(\.vpID)
    let counts = try missions { try $0.counts() }
    return try Set(configured + known + counts.keys).sorted().map { try vpView($0, counts[$0]) }
  }

  /// A VP as interfaces show it.
  func vpView(_ vp: VPID, _ counts: QueueCounts?) throws -> VPView {
    var view = VPView(vpID: vp, settings: configuration.settings(ofVP: vp))
    view.lane = lane
    view.sessions = try sessionViews(of: vp)
    view.liveWorkers = view.sessions.count { $0.isLive }
    view.isPaused = try reader.row(MissionProjections.vps, vp)?.isPaused(at: now) ?? false
    view.queued = counts?.queued ?? 0
    view.running = counts?.running ?? 0
    view.blocked = counts?.blocked ?? 0
    view.oldestWaitingSeconds = counts?.oldestQueuedAt.map { max(0, now.seconds(since: $0)) }
    let seconds = try missions { try $0.runSeconds(vp: vp) }
    view.p50RunSeconds = seconds.percentile(50)
    view.p95RunSeconds = seconds.percentile(95)
    return view
  }
}

extension VPView {
  /// Makes a VP that is known by its settings alone.
  fileprivate init(vpID: VPID, settings: VPSettings) {
    self.init(vpID: vpID, lane: settings.lane)
    name = settings.name
    description = settings.about
  }
}
