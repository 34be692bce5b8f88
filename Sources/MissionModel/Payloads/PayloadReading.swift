import CanonicalJSON
import Platform

extension JSONReader {
  /// Reads the name of a VP.
  mutating func readVPID() throws(JSONError) -> VPID { VPID(stored: try readID()) }

  /// Reads the name of a worker.
  mutating func readWorkerID() throws(JSONError) -> WorkerID { WorkerID(stored: try readID()) }

  /// Reads the name of a mission.
  mutating func readMissionID() throws(JSONError) -> MissionID { MissionID(stored: try readID()) }

  /// Reads an id: of one that is none, no row could be made.
  private mutating func readID() throws(JSONError) -> String {
    let start = offset
    let text = try readString()
    guard ReferenceRules.isID(text) else {
      throw JSONError(code: .wrongType, offset: start, message: "an id is wanted, not '\(text)'")
    }
    return text
  }

  /// Steps over an array of strings.
  mutating func skipStrings() throws(JSONError) {
    try beginArray()
    while try nextElement() { try skip(.string) }
  }

  /// Reads a count: 0 to 2^53, as far as every reader of JSON counts alike.
  ///
  /// No program counts that far, and adding one to it stays within 64 bits.
  mutating func readCount() throws(JSONError) -> Int64 {
    let start = offset
    let count = try readInt64()
    guard count >= 0, count <= 1 << 53 else {
      throw JSONError(
        code: .numberOutOfRange, offset: start, message: "a count from 0 to 2^53 is wanted")
    }
    return count
  }

  /// Reads a count, or nil for `null`.
  mutating func readOptionalCount() throws(JSONError) -> Int64? {
    try readNull() ? nil : try readCount()
  }

  /// Reads an RFC 3339 time.
  mutating func readInstant() throws(JSONError) -> Instant {
    let start = offset
    guard let instant = Instant(iso8601: try readStringBytes()) else {
      throw JSONError(
        code: .wrongType, offset: start,
        message:
          "an RFC 3339 time such as 2026-03-01T09:30:00Z is wanted, another text was given")
    }
    return instant
  }

  /// Reads an RFC 3339 time, or nil for `null`.
  mutating func readOptionalInstant() throws(JSONError) -> Instant? {
    try readNull() ? nil : try readInstant()
  }

  /// Reads a boolean, or nil for `null`.
  mutating func readOptionalBool() throws(JSONError) -> Bool? {
    try readNull() ? nil : try readBool()
  }

  /// Reads a number as millionths.
  mutating func readMillionths() throws(JSONError) -> Millionths {
    let start = offset
    guard let number = Millionths(try readDouble()) else {
      throw JSONError(
        code: .numberOutOfRange, offset: start,
        message: "a number from 0 to 1e9 is wanted, a number outside was given")
    }
    return number
  }

  /// Reads a number as millionths, or nil for `null`.
  mutating func readOptionalMillionths() throws(JSONError) -> Millionths? {
    try readNull() ? nil : try readMillionths()
  }

  /// Reads one of a few words.
  mutating func readChoice<Word: Choice>() throws(JSONError) -> Word {
    let start = offset
    let text = try readString()
    guard let word = Word(rawValue: text) else {
      throw JSONError(
        code: .wrongType, offset: start, message: "one of \(Word.allowed) is wanted")
    }
    return word
  }

  /// Reads one of a few words, or nil for `null`.
  mutating func readOptionalChoice<Word: Choice>() throws(JSONError) -> Word? {
    try readNull() ? nil : try readChoice()
  }

  /// Reads any value, or nil for `null`.
  mutating func readOptionalText() throws(JSONError) -> JSONText? {
    try readNull() ? nil : try readText()
  }
}

extension Optional {
  /// Returns the member's value.
  ///
  /// - Throws: An error if the payload doesn't have it.
  func required(_ name: StaticString) throws(JSONError) -> Wrapped {
    guard let self else {
      throw JSONError(code: .wrongType, offset: 0, message: "the payload has no \(name)")
    }
    return self
  }
}
