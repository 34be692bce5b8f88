package import Platform

/// Who holds a mission, and until when.
package struct Lease: Hashable, Sendable {
  /// The worker and the attempt that may write.
  package var token: FencingToken
  /// When it runs out.
  package var expiresAt: Instant
  /// How long each renewal lasts.
  package var length: Millionths
  /// The boot and the monotonic clock of the last renewal, in microseconds.
  package var bootID: String?
  package var mono: Int64?
  /// The position of the event that last renewed it.
  package var position: Int64

  /// Makes a lease.
  package init(
    token: FencingToken, expiresAt: Instant, length: Millionths, bootID: String?, mono: Int64?,
    position: Int64
  ) {
    self.token = token
    self.expiresAt = expiresAt
    self.length = length
    self.bootID = bootID
    self.mono = mono
    self.position = position
  }

  /// Whether `token` is the one that may write.
  package func admits(_ token: FencingToken) -> Bool { self.token == token }
}

/// One token that was given out, and the late reports that it already left.
package struct IssuedToken: Hashable, Sendable {
  package var token: FencingToken
  /// The kinds of finish that were refused and kept, each once; in the order of their cases.
  package var lateKinds: [ReportedFinish.Kind]

  /// Makes the record of a token.
  package init(token: FencingToken, lateKinds: [ReportedFinish.Kind] = []) {
    self.token = token
    self.lateKinds = lateKinds
  }
}

/// How far the worker says it is.
package struct MissionProgress: Hashable, Sendable {
  package var at: Instant
  package var summary: String?
  package var percent: Millionths?

  /// Makes a progress.
  package init(at: Instant, summary: String?, percent: Millionths?) {
    self.at = at
    self.summary = summary
    self.percent = percent
  }
}

/// The question that a blocked mission waits on.
package struct MissionQuestion: Hashable, Sendable {
  package var questionID: String
  package var question: String
  package var options: [String]
  package var at: Instant

  /// Makes a question.
  package init(questionID: String, question: String, options: [String], at: Instant) {
    self.questionID = questionID
    self.question = question
    self.options = options
    self.at = at
  }
}

/// The last answer that a mission got.
package struct MissionAnswer: Hashable, Sendable {
  package var questionID: String
  package var answer: String
  package var by: String
  package var at: Instant

  /// Makes an answer.
  package init(questionID: String, answer: String, by: String, at: Instant) {
    self.questionID = questionID
    self.answer = answer
    self.by = by
    self.at = at
  }
}

/// The request to stop.
package struct CancelRequest: Hashable, Sendable {
  package var reason: String?
  package var by: String
  package var at: Instant
  /// The position of the event that asked.
  package var position: Int64

  /// Makes a request.
  package init(reason: String?, by: String, at: Instant, position: Int64) {
    self.reason = reason
    self.by = by
    self.at = at
    self.position = position
  }

  /// The reason as it is told to a person; nil where none was given.
  package var words: String? { MissionCancelRequested.words(reason) }
}
