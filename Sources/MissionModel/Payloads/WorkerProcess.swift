/// The process behind a worker's session, as far as known; a tool or a server's client has none.
package struct WorkerProcess: Hashable, Sendable {
  package var machineID: String?
  package var bootID: String?
  package var pidNamespace: Int64?
  package var pid: Int64?
  /// Clock ticks since boot, from the process table.
  package var processStart: Int64?
  package var host: String?
  package var version: String?

  /// Makes the evidence.
  package init(
    machineID: String? = nil, bootID: String? = nil, pidNamespace: Int64? = nil, pid: Int64? = nil,
    processStart: Int64? = nil, host: String? = nil, version: String? = nil
  ) {
    self.machineID = machineID
    self.bootID = bootID
    self.pidNamespace = pidNamespace
    self.pid = pid
    self.processStart = processStart
    self.host = host
    self.version = version
  }
}
