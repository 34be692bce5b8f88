package import EventLog
import EventProjections
package import MissionModel
import MissionStore
import Platform

extension Fleet {
  /// The ledger that a mission lives in.
  ///
  /// - Throws: `not_found`; but while a ledger can't be read, its error, since the mission may be
  ///   there.
  func place(of id: MissionID) async throws -> LaneLedger {
    if let known = knownPlace(of: id) { return known }
    return try await pool.run { try self.placeBlocking(of: id) }
  }

  /// Does what `place` does, on a thread that may block.
  func placeBlocking(of id: MissionID) throws -> LaneLedger {
    if let known = knownPlace(of: id) { return known }
    var failure: (any Error)?
    for ledger in missionLedgers {
      do {
        if try readBlocking(ledger, { try $0.holds(id) }) ?? false {
          memory.note(lane: ledger.lane.name, of: id)
          return ledger
        }
      } catch { failure = failure ?? error }
    }
    throw failure ?? laneRefusal ?? missingBlocking(id)
  }

  /// Does what `place` does for a caller that will write: rows older than the program's are
  /// rebuilt.
  func placeForWriting(of id: MissionID) async throws -> LaneLedger {
    if let known = knownPlace(of: id) { return known }
    return try await pool.run { try self.placeForWritingBlocking(of: id) }
  }

  /// Does what `placeForWriting` does, on a thread that may block.
  func placeForWritingBlocking(of id: MissionID) throws -> LaneLedger {
    do {
      return try placeBlocking(of: id)
    } catch let error as MissionError where error.code == .projectionOutdated {
      renewRowsBlocking()
      return try placeBlocking(of: id)
    }
  }

  /// The missions whose ids a text may stand for, and the error of a ledger that couldn't say; no
  /// projection is read.
  private func candidatesBlocking(
    _ text: String
  ) throws -> (candidates: Set<MissionID>, failure: MissionError?) {
    try homeState.checkIsThere()
    var candidates: Set<MissionID> = []
    var failure: MissionError?
    for ledger in missionLedgers {
      do {
        guard let log = try ledger.reader()?.log else { continue }
        candidates.formUnion(try log.readBlocking { try $0.missionIDs(matching: text) })
      } catch {
        failure = failure ?? MissionError(error, ledger: ledger.lane.name)
      }
    }
    return (candidates, failure)
  }

  /// The name of the first ledger with a mission's or a session's stream, whatever its rows say,
  /// and the `preferred` one before all others; nil where no readable ledger has it.
  ///
  /// It blocks.
  package func holderBlocking(
    of stream: StreamName, preferring preferred: String? = nil
  ) -> String? {
    let first = missionLedgers.filter { $0.lane.name == preferred }
    let others = missionLedgers.filter { $0.lane.name != preferred }
    return (first + others).first { has(stream, in: $0) }?.lane.name
  }

  /// Whether a ledger has a stream, whatever its rows say; false where it can't be read.
  func has(_ stream: StreamName, in ledger: LaneLedger) -> Bool {
    let log = try? ledger.reader()?.log
    return (try? log?.readBlocking { try $0.version(of: stream) > 0 }) ?? false
  }

  /// Refuses to look for a mission's or a session's stream in a ledger that doesn't have it, if
  /// another does.
  ///
  /// A stream that no ledger has is not refused here.
  package func check(_ stream: StreamName?, liesIn ledger: String?) async throws {
    guard let stream, let ledger else { return }
    let holder = await pool.run { self.holderBlocking(of: stream, preferring: ledger) }
    guard let holder, holder != ledger else { return }
    let name =
      MissionID(stream: stream).map { "mission \($0)" }
      ?? SessionID(stream: stream).map { "session \($0)" } ?? "stream \(stream)"
    throw MissionError(.notFound, "\(name) is in ledger \(holder), not in \(ledger)")
  }

  private func knownPlace(of id: MissionID) -> LaneLedger? {
    memory.lane(of: id).flatMap { name in ledgers.first { $0.lane.name == name } }
  }

  /// Finds the one mission whose id is, begins or ends with a text.
  ///
  /// A part must have 4 characters at least, not counting `vp-mission-`.
  ///
  /// - Throws: `not_found`; `validation_error`, with the candidates, where several match; and,
  ///   where none matches, the error of a ledger that can't be read.
  package func mission(matching text: String) async throws -> MissionID {
    guard let whole = MissionID(text) else {
      throw MissionError.validation(
        "\"\(text)\" is not a mission id: wanted [A-Za-z0-9][A-Za-z0-9._:-]{0,127}",
        field: "mission_id")
    }
    return try await pool.run {
      let (candidates, failure) = try self.candidatesBlocking(text)
      if candidates.contains(whole) { return whole }
      guard let first = candidates.first else {
        throw failure ?? self.laneRefusal ?? self.unknownBlocking(whole)
      }
      guard candidates.count == 1 else {
        let most = LogReader.mostMissionIDs
        let names = candidates.map(\.rawValue).sorted().prefix(most).joined(separator: ", ")
        throw MissionError.validation(
          "\"\(text)\" fits more than one mission: \(names)"
            + (candidates.count >= most ? ", and perhaps others" : ""), field: "mission_id")
      }
      return first
    }
  }
}

extension Fleet {
  /// The error of a mission that is unknown, or was at the fleet's moment.
  func unknownMission(_ id: MissionID) -> MissionError {
    guard standing == .past else { return .unknownMission(id) }
    return MissionError(.notFound, "there was no mission \(id) as of that moment, \(now)")
  }

  /// The error of a mission that no ledger has; it says so if another mission names it as its
  /// retry.
  private func missingBlocking(_ id: MissionID) -> MissionError {
    originalBlocking(ofInterrupted: id).map { .interruptedRetry(id, of: $0) } ?? unknownMission(id)
  }

  /// The error of an unknown id; it says so if the text is too short to be looked up as a part of
  /// one.
  private func unknownBlocking(_ id: MissionID) -> MissionError {
    let part = id.rawValue.trimmingPrefix(MissionID.prefix)
    guard part.utf8.count < MissionID.shortestPart else { return missingBlocking(id) }
    return MissionError(
      .notFound,
      "there is no mission \(id): part of an id needs at least \(MissionID.shortestPart) characters, "
        + "at its beginning or its end")
  }
}
