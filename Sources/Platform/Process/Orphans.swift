private import CPlatform
private import Glibc

/// Descendants whose own parent has ended, and which this process is the parent of instead.
package enum Orphans {
  /// Makes this process the one that orphaned descendants fall to, instead of the machine's first process.
  package static func adopt() throws(PlatformError) {
    _ = try retrying("becoming a subreaper") { cplatform_become_subreaper() }
  }

  /// Reaps every child that has ended, but for those in `awaited`, which someone else waits for.
  ///
  /// Never blocks. Returns the ids of the children it reaped.
  @discardableResult
  package static func reap(except awaited: Set<Int32>) -> [Int32] {
    let children = ProcessTable.system.children(of: getpid())
    return children.filter(\.isZombie).map(\.identity.pid).filter { pid in
      var status: Int32 = 0
      return unsafe !awaited.contains(pid) && waitpid(pid, &status, WNOHANG) == pid
    }
  }
}
