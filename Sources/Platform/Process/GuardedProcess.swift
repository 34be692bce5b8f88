internal import CPlatform
private import Glibc
internal import Synchronization

/// A command that runs below a guard: whatever it starts dies with it, and all of it dies with this
/// process.
///
/// The guard is a forked child of this process and a subreaper, so it also holds descendants that
/// double-fork, start a session of their own or clear their environment, and can tell them from
/// those of another command. That is why this isn't built on a general spawning library: such a
/// library starts a command, but can't tell, once it has ended, which of the adopted orphans were
/// its own. When this process is killed, the guard's control socket closes and the guard ends
/// everything.
///
/// The command leads its own process group, has default signal dispositions and the descriptors 0,
/// 1, 2 alone.
/// `pump` must be called once, on a thread of its own; it owns the descriptors.
package final class GuardedProcess: Sendable {
  /// The process id of the command itself, which is also its process group; nil if the guard was
  /// killed before reporting it.
  package let commandID: Int32?
  /// Milliseconds without a word after which a guard may have been stopped by its command.
  private static let firstWordPatience: Int32 = 200

  let guardID: Int32
  let output: Int32
  let error: Int32
  let state: Mutex<State>

  struct State {
    var input: Int32?
    var control: Int32?
    var wake: Int32?
    var pending: [UInt8] = []
  }

  /// Starts a command, and blocks until it was executed or couldn't be, or its guard was killed,
  /// which `pump` then tells.
  ///
  /// - Throws: The errno of what failed: no such program, no such folder, no more processes.
  package static func spawn(_ command: ProcessCommand) throws(PlatformError) -> GuardedProcess {
    var ends = cplatform_guard()
    let failure = unsafe withCStrings(command.arguments) { arguments in
      unsafe withCStrings(command.environment) { environment in
        unsafe cplatform_guard_spawn(
          &ends, command.executable, arguments, environment, command.directory)
      }
    }
    guard failure == 0 else {
      throw PlatformError(errno: failure, operation: "fork", path: command.executable)
    }
    var first = pollfd(fd: ends.control, events: Int16(POLLIN), revents: 0)
    // A command may stop its guard before the guard's first word, so it is set going again as long
    // as it says nothing.
    while true {
      let found = unsafe poll(&first, 1, Self.firstWordPatience)
      if found > 0 || (found < 0 && errno != EINTR) { break }
      if found == 0 { _ = Glibc.kill(ends.pid, SIGCONT) }
    }
    let message = readMessage(ends.control)
    if let message, message.kind == CPLATFORM_GUARD_FAILED {
      for end in [ends.input, ends.output, ends.error, ends.control, ends.wake] { close(end) }
      reap(ends.pid)
      throw PlatformError(errno: message.value, operation: "exec", path: command.executable)
    }
    return GuardedProcess(ends, commandID: message?.value)
  }

  private init(_ ends: cplatform_guard, commandID: Int32?) {
    self.commandID = commandID
    self.guardID = ends.pid
    self.output = ends.output
    self.error = ends.error
    self.state = Mutex(State(input: ends.input, control: ends.control, wake: ends.wake))
  }

  /// Queues bytes for the command's standard input.
  ///
  /// Never blocks; input that the command doesn't read is dropped when it ends.
  package func write(_ bytes: [UInt8]) {
    state.withLock { state in
      guard state.input != nil, let wake = state.wake else { return }
      state.pending += bytes
      cplatform_guard_wake(wake)
    }
  }

  /// Asks the command's process group to end, unless the command already has.
  package func terminate() { signal(SIGTERM) }

  /// Kills the command and everything below it, unless that has already happened.
  package func kill() { signal(SIGKILL) }

  private func signal(_ number: Int32) {
    state.withLock { state in
      guard let control = state.control else { return }
      _ = cplatform_guard_signal(control, number)
    }
    wakeGuard()
  }

  /// Sets the guard going again if the command has stopped it, as it could neither hear a signal
  /// nor report the end.
  package func wakeGuard() {
    state.withLock { state in
      guard state.control != nil else { return }
      _ = Glibc.kill(guardID, SIGCONT)
    }
  }

  static func readMessage(_ control: Int32) -> cplatform_guard_message? {
    var message = cplatform_guard_message()
    return unsafe cplatform_guard_receive(control, &message) == 1 ? message : nil
  }

  static func reap(_ pid: Int32) {
    while waitpid(pid, nil, 0) < 0 && errno == EINTR {}
  }

  static func reap(group: Int32) {
    while waitpid(-group, nil, 0) > 0 || errno == EINTR {}
  }
}

/// Lends `strings` as a null-terminated array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var copies = unsafe strings.map { unsafe strdup($0) as UnsafeMutablePointer<CChar>? }
  unsafe copies.append(nil)
  defer { unsafe copies.forEach { unsafe free($0) } }
  return unsafe copies.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("the array ends with a null") }
    return unsafe body(base)
  }
}
