private import Glibc

/// How many descriptors this process may have open at once.
package enum DescriptorLimit {
  /// Raises it as far as this process may, and returns what it is then; nil where that can't be told.
  ///
  /// What is started afterwards has it too, programs that wait by `select` and can't take that among them: it is for a
  /// process that starts none.
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
