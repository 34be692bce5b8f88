/// What a machine's process table says of the process behind a worker's session, at one moment.
package struct WorkerPresence: Hashable, Sendable {
  /// What became of the worker's process.
  package enum Process: String, Choice {
    /// It runs, or is stopped.
    case alive
    /// It has ended, or its machine has started anew since.
    case gone
    /// Nothing here can tell: another machine, another pid namespace, or no process is known.
    case unknown
  }

  /// What became of it.
  package let process: Process
  /// The process's id where the worker runs, where it is known.
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
