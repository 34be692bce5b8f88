private import Glibc

/// What this process was started with.
package enum ProcessArguments {
  /// The arguments after the program's name, as they were given: bytes that need not be text.
  package static var bytes: [[UInt8]] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      unsafe CommandLine.unsafeArgv[index].map { start in
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: strlen(start))
        return unsafe Array(bytes)
      }
    }
  }
}
