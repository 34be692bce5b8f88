package import CanonicalJSON
package import MissionModel
package import Platform

/// What this machine's process table says of a worker just now: shown beside an answer, never part of it.
package struct LiveObservation: Hashable, Sendable {
  /// What became of the worker's process.
  package enum Process: String, Choice {
    /// It runs.
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

  /// Looks for the process behind a worker's session.
  package init(of worker: WorkerProcess, here: HostIdentity, processes: ProcessTable) {
    let (process, sentence) = Self.look(worker, here: here, processes: processes)
    self.process = process
    self.sentence = sentence
    pid = worker.pid
    host = worker.host
  }

  private static func look(
    _ worker: WorkerProcess, here: HostIdentity, processes: ProcessTable
  ) -> (Process, String) {
    guard let id = worker.pid, let start = worker.processStart, let pid = Int32(exactly: id) else {
      return (.unknown, "its session names no process")
    }
    let isSameBoot = worker.bootID == here.bootID && !here.bootID.isEmpty
    let isSameMachine = worker.machineID == here.machineID && !here.machineID.isEmpty
    guard isSameBoot || isSameMachine else {
      return (.unknown, "it runs on another machine, \(worker.host ?? "unnamed")")
    }
    guard isSameBoot else { return (.gone, "this machine has started anew since") }
    guard let namespace = worker.pidNamespace, namespace >= 0,
      UInt64(namespace) == here.pidNamespace, namespace > 0
    else {
      return (.unknown, "process \(id) runs in another pid namespace of this machine")
    }
    guard let entry = processes.entry(pid), entry.identity.startTime == start else {
      return (.gone, "process \(id) is no more")
    }
    if entry.isZombie { return (.gone, "process \(id) has ended and waits to be reaped") }
    if entry.state == "T" || entry.state == "t" { return (.alive, "process \(id) is stopped") }
    return (.alive, "process \(id) runs")
  }
}

extension LiveObservation: JSONWritable {
  /// Writes the observation, marked as none of the answer's business.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("part_of_the_answer", false)
      writer.field("process", process.rawValue)
      writer.field("pid", pid)
      writer.field("host", host)
      writer.field("observed", sentence)
    }
  }
}
