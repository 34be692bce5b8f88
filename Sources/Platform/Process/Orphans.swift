private import CPlatform
private import Glibc

/// Descendants whose own parent has ended, and which this process is the parent of instead.
package enum Orphans {
  /// Makes this process, instead of the machine's first, the parent of orphaned descendants.
  package static func adopt() throws(PlatformError) {
    _ = try retrying("becoming a subreaper") { cplatform_become_subreaper() }
  }

  /// Kills and reaps every child of this process whose environment holds `variable` (`NAME=value`),
  /// with all its descendants, until none is left.
  package static func end(holding variable: String) {
    let table = ProcessTable.system
    let isMarked = { (pid: Int32) in table.environment(pid)?.contains(variable) ?? false }
    while true {
      let children = table.children(of: getpid()).map(\.identity.pid).filter(isMarked)
      guard !children.isEmpty else { return }
      for child in children {
        let below = table.descendants(of: child).map(\.identity.pid)
        for pid in [child] + below { kill(pid, SIGKILL) }
        for pid in [child] + below { while waitpid(pid, nil, 0) < 0 && errno == EINTR {} }
      }
    }
  }
}
