package import MissionModel
package import Platform

extension WorkerPresence {
  /// Looks for the process behind a worker's session.
  ///
  /// A process counts as gone only on evidence: the same boot and pid namespace, and for its id no
  /// process, a zombie or another process. Everything else is unknown.
  package init(of worker: WorkerProcess, here: HostIdentity, processes: ProcessTable) {
    let (process, sentence) = Self.look(worker, here: here, processes: processes)
    self.init(process, pid: worker.pid, host: worker.host, sentence: sentence)
  }

  private static func look(
    _ worker: WorkerProcess, here: HostIdentity, processes: ProcessTable
  ) -> (Process, String) {
    guard let id = worker.pid, let start = worker.processStart, let pid = Int32(exactly: id),
      pid > 0
    else { return (.unknown, "its session names no process") }
    let isSameBoot = worker.bootID == here.bootID && !here.bootID.isEmpty
    let isSameMachine = worker.machineID == here.machineID && !here.machineID.isEmpty
    guard isSameBoot || isSameMachine else {
      return (.unknown, "it runs on another machine, \(worker.host ?? "unnamed")")
    }
    guard isSameBoot else {
      guard worker.bootID != nil, !here.bootID.isEmpty else {
        return (.unknown, "nothing says whether this machine has started anew since")
      }
      return (.gone, "this machine has started anew since")
    }
    guard let namespace = worker.pidNamespace, namespace > 0,
      UInt64(namespace) == here.pidNamespace
    else {
      return (.unknown, "process \(id) runs in another pid namespace of this machine")
    }
    guard let entry = processes.entry(pid) else {
      return processes.isTaken(pid)
        ? (.unknown, "process \(id) can't be read") : (.gone, "process \(id) is no more")
    }
    guard entry.identity.startTime == start else { return (.gone, "process \(id) is no more") }
    if entry.isZombie { return (.gone, "process \(id) has ended and waits to be reaped") }
    if entry.state == "T" || entry.state == "t" { return (.alive, "process \(id) is stopped") }
    return (.alive, "process \(id) runs")
  }
}

extension WorkerProcess {
  /// Makes the evidence by which others can tell that a machine's process lives.
  package init(of host: HostIdentity) {
    self.init(
      machineID: host.machineID.isEmpty ? nil : host.machineID,
      bootID: host.bootID.isEmpty ? nil : host.bootID,
      pidNamespace: Int64(exactly: host.pidNamespace), pid: Int64(host.process.pid),
      processStart: host.process.startTime, host: host.hostName, version: BuildInfo.version)
  }
}
