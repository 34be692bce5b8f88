private import Glibc

/// The limit on this process's open descriptors.
package enum DescriptorLimit {
  /// Raises the limit as far as this process may, and returns it; nil if it can't be told.
  ///
  /// Children inherit it, and programs that wait by `select` can't handle that: it is for a process
  /// that starts none.
  package static func raise() -> UInt64? {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return nil }
    var raised = limit
    raised.rlim_cur = limit.rlim_max
    if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
    return UInt64(limit.rlim_cur)
  }
}
