private import Glibc

/// The place where a process runs, which decides whether its id means anything here.
package struct HostIdentity: Hashable, Sendable {
  /// The installation's id from `/etc/machine-id`; empty where there is none.
  package var machineID: String
  /// An id that is new each time the machine starts.
  package var bootID: String
  /// The inode of the process's pid namespace; 0 where it can't be read.
  package var pidNamespace: UInt64
  package var hostName: String
  package var process: ProcessIdentity

  package init(
    machineID: String, bootID: String, pidNamespace: UInt64, hostName: String,
    process: ProcessIdentity
  ) {
    self.machineID = machineID
    self.bootID = bootID
    self.pidNamespace = pidNamespace
    self.hostName = hostName
    self.process = process
  }

  /// This process's own; read once.
  package static let system = HostIdentity(
    machineID: firstLine("/etc/machine-id") ?? firstLine("/var/lib/dbus/machine-id") ?? "",
    bootID: firstLine("/proc/sys/kernel/random/boot_id") ?? "",
    pidNamespace: (try? FileSystem.info("/proc/self/ns/pid", followingLinks: true))?.inode ?? 0,
    hostName: firstLine("/proc/sys/kernel/hostname") ?? "localhost",
    process: .current)

  private static func firstLine(_ path: String) -> String? {
    guard let bytes = try? FileSystem.read(path, limit: 4_096),
      let line = bytes.split(separator: 0x0A).first
    else { return nil }
    return String(decoding: line, as: UTF8.self)
  }
}
