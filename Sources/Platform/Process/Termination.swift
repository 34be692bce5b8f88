/// How a process ended.
package enum Termination: Hashable, Sendable {
  /// It exited with this code.
  case exited(Int32)
  /// This signal ended it.
  case signaled(Int32)

  /// Decodes what `waitpid` gave.
  init(waitStatus: Int32) {
    let signal = waitStatus & 0x7f
    self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signaled(signal)
  }
}
