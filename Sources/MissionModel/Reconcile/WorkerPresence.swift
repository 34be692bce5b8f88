/// What a machine's process table says about the process behind a worker's session, at one moment.
package struct WorkerPresence: Hashable, Sendable {
  /// The state of the worker's process.
  package enum Process: String, Choice {
    /// It exists, running or stopped.
    case alive
    /// It has ended, or its machine has restarted since.
    case gone
    /// Nothing here can tell: another machine, another pid namespace, or no known process.
    case unknown
  }

  /// The state of the process.
  package let process: Process
  /// The process's id on the worker's machine, if known.
  package let pid: Int64?
  /// The machine that the worker named.
  package let host: String?
  /// One sentence: what was looked at.
  package let sentence: String

  /// Makes an observation.
  package init(
    _ process: Process, pid: Int64? = nil, host: String? = nil, sentence: String
  ) {
    self.process = process
    self.pid = pid
    self.host = host
    self.sentence = sentence
  }
}
