package import MissionModel
package import Platform

extension Parameter.Kind {
  /// A version of a stream or a position of a ledger: beyond any log, and exact in every JSON
  /// reader.
  package static let place = Parameter.Kind.integer(0...1 << 53)
}

/// The parameters that several tools take.
extension Parameter {
  /// The mission that a tool is about.
  package static let missionID = Parameter(
    "mission_id", .text(bytes: 1...128), required: true,
    "The mission_id that the dispatch answered.")
  /// The VP that a tool is about.
  package static let vpID = Parameter(
    "vp_id", .text(bytes: 1...128), required: true, "The VP, such as vp.general.primary.")
  /// The one worker session to look at.
  package static let session = Parameter(
    "session_id", .text(bytes: 1...257), "Only this worker session: <vp_id>/<worker_id>.")
  /// The one ledger to look at.
  package static let ledger = Parameter(
    "ledger", .text(bytes: 1...128), "Only this ledger; all ledgers if omitted.")
  /// The bytes of a cursor, which names each of a home's ledgers.
  package static let cursorBytes = 1...8_192
  /// The past moment that a reading tool answers as of.
  package static let asOf = Parameter(
    "as_of", .text(bytes: cursorBytes),
    "A past moment: a time, LEDGER:POSITION, or a cursor of several; now if omitted.")
  /// The worker that writes.
  package static let workerID = Parameter(
    "worker_id", .text(bytes: 1...128), required: true, "The worker_id given to the claim.")
  /// The attempt that the worker was given.
  package static let attempt = Parameter(
    "attempt", .integer(1...1_000_000), required: true, "The attempt that the claim answered.")
}

extension Arguments {
  /// The mission that the call is about.
  package func missionID() throws(MissionError) -> MissionID {
    try Self.missionID(try requiredText(.missionID), .missionID)
  }

  /// The VP that the call is about.
  package func vpID(_ parameter: Parameter = .vpID) throws(MissionError) -> VPID {
    guard let vp = try optionalVPID(parameter) else { throw parameter.refusal(of: "nothing") }
    return vp
  }

  /// The VP that the call names, where it names one.
  func optionalVPID(_ parameter: Parameter) throws(MissionError) -> VPID? {
    guard let text = try text(parameter) else { return nil }
    guard let id = VPID(text) else { throw Self.badID(parameter, text) }
    return id
  }

  /// The worker that calls.
  package func workerID() throws(MissionError) -> WorkerID {
    let name = try requiredText(.workerID)
    guard let worker = WorkerID(name) else { throw Self.badID(.workerID, name) }
    return worker
  }

  /// The token that a worker shows.
  package func token() throws(MissionError) -> FencingToken {
    let worker = try workerID()
    guard let attempt = try integer(.attempt) else {
      throw Parameter.attempt.refusal(of: "nothing")
    }
    try Parameter.attempt.check(attempt)
    return FencingToken(worker: worker, attempt: attempt)
  }

  /// One of a few words, or nil where none is given.
  package func choice<Word: RawRepresentable<String>>(_ parameter: Parameter) throws(MissionError)
    -> Word?
  {
    guard let text = try text(parameter) else { return nil }
    guard let word = Word(rawValue: text) else { throw parameter.refusal(of: "'\(text)'") }
    return word
  }

  /// A time, or nil where none is given.
  package func instant(_ parameter: Parameter) throws(MissionError) -> Instant? {
    guard let text = try text(parameter) else { return nil }
    guard let instant = Instant(iso8601: text) else {
      throw .validation(
        "\(parameter.name) must be a time such as 2026-03-01T09:30:00Z, not '\(text)'",
        field: parameter.name)
    }
    return instant
  }

  /// What an attempt has used, or nil where it isn't given.
  package func usage(_ parameter: Parameter) throws(MissionError) -> Usage? {
    guard let value = value(parameter) else { return nil }
    return try Usage(strictly: value)
  }

  /// Reads a mission's id.
  package static func missionID(_ text: String, _ parameter: Parameter) throws(MissionError)
    -> MissionID
  {
    guard let id = MissionID(text) else { throw badID(parameter, text) }
    return id
  }

  /// Reads a worker session's id.
  package static func sessionID(
    _ text: String, _ parameter: Parameter = .session
  ) throws(MissionError) -> SessionID {
    guard let id = SessionID(text) else {
      throw .validation(
        "\(parameter.name) must be <vp_id>/<worker_id>, not '\(text)'", field: parameter.name)
    }
    return id
  }

  private static func badID(_ parameter: Parameter, _ text: String) -> MissionError {
    MissionError(
      .validationError,
      "\(parameter.name) must be 1 to 128 letters, digits and . _ : - beginning with a letter or digit, "
        + "not '\(text.prefix(200))'")
  }
}
