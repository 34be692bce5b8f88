private import CPlatform
private import Glibc
private import Synchronization

extension GuardedProcess {
  /// Which of its two descriptors a command wrote to.
  package enum Source: Hashable, Sendable { case output, error }

  /// Moves bytes between the command and its owner until the command has ended and nothing it
  /// started is left.
  ///
  /// `receive` gets what the command wrote, at most 64 KiB at a time, in the order in which it
  /// became readable; while it doesn't return, the command's pipes fill up and the command waits.
  /// Returns `nil` where the guard itself was killed; then the command's process group was killed
  /// too, where that is known.
  package func pump(_ receive: (Source, ArraySlice<UInt8>) -> Void) -> Termination? {
    blockBrokenPipeSignal()
    var open: [(source: Source, descriptor: Int32)] = [(.output, output), (.error, error)]
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var ended: Termination?
    let (control, wake) = state.withLock { ($0.control ?? -1, $0.wake ?? -1) }
    var watching = true
    while watching {
      let input = state.withLock { $0.pending.isEmpty ? nil : $0.input }
      var watched = [
        pollfd(fd: control, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input ?? -1, events: Int16(POLLOUT), revents: 0),
      ]
      watched += open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      guard unsafe poll(&watched, nfds_t(watched.count), -1) > 0 else { continue }
      if watched[1].revents != 0 { cplatform_guard_woken(wake) }
      if watched[2].revents != 0 { writePending() }
      if watched[0].revents != 0 {
        if let message = Self.readMessage(control), message.kind == CPLATFORM_GUARD_EXITED {
          ended = Termination(waitStatus: message.value)
        } else if let commandID {
          _ = Glibc.kill(-commandID, SIGKILL)
        }
        watching = false
      }
      open.removeAll { !read($0.descriptor, into: &buffer, as: $0.source, receive) }
    }
    for end in open { drain(end.descriptor, into: &buffer, as: end.source, receive) }
    finish()
    // Without the guard, the command's group falls to this process, if it adopts orphans.
    if ended == nil, let commandID { Self.reap(group: commandID) }
    return ended
  }

  /// Reads once; false at the end of the stream.
  private func read(
    _ descriptor: Int32, into buffer: inout [UInt8], as source: Source,
    _ receive: (Source, ArraySlice<UInt8>) -> Void
  ) -> Bool {
    let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
    if count > 0 { receive(source, buffer[..<count]) }
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  /// Reads what is left, without waiting and no more than the pipe holds: processes that a killed
  /// guard left behind may go on writing.
  private func drain(
    _ descriptor: Int32, into buffer: inout [UInt8], as source: Source,
    _ receive: (Source, ArraySlice<UInt8>) -> Void
  ) {
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var left = Int(cplatform_pipe_size(descriptor))
    while left > 0, unsafe poll(&ready, 1, 0) > 0 {
      let isOpen = read(descriptor, into: &buffer, as: source) { source, bytes in
        left -= bytes.count
        receive(source, bytes)
      }
      guard isOpen else { return }
    }
  }

  /// Writes what the pipe takes of the queued input.
  private func writePending() {
    state.withLock { state in
      guard let input = state.input else { return }
      let count = unsafe Glibc.write(input, state.pending, state.pending.count)
      let broken = count < 0 && errno != EAGAIN && errno != EINTR
      if count > 0 { state.pending.removeFirst(count) }
      if broken {
        close(input)
        state.input = nil
        state.pending = []
      }
    }
  }

  /// Closes every descriptor and reaps the guard.
  private func finish() {
    let owned = state.withLock { state in
      defer { state = State() }
      return [state.input, state.control, state.wake].compactMap(\.self)
    }
    for descriptor in owned + [output, error] { close(descriptor) }
    Self.reap(guardID)
  }

  /// Blocks SIGPIPE, so that a command that closes its input can't end this process.
  private func blockBrokenPipeSignal() {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }
}
