package import Platform

/// A mission's lease: its holder, and its end.
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

/// One token that was given out, with the late reports that it has left.
package struct IssuedToken: Hashable, Sendable {
  package var token: FencingToken
  /// The kinds of finish that were refused and kept, each once, in the order of their cases.
  package var lateKinds: [ReportedFinish.Kind]

  /// Makes the record of a token.
  package init(token: FencingToken, lateKinds: [ReportedFinish.Kind] = []) {
    self.token = token
    self.lateKinds = lateKinds
  }
}
