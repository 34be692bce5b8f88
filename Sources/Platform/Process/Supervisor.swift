private import CPlatform
private import Glibc

/// The supervisor that started this process, where it wants to be told how it fares (`NOTIFY_SOCKET`).
package struct Supervisor: Sendable {
  private let socket: String?

  /// Makes one of the socket that the environment names; nil for a process that nobody supervises.
  package init(socket: String?) {
    self.socket = socket
  }

  /// Tells it a state such as `READY=1`; a supervisor that doesn't listen is left alone.
  package func tell(_ state: String) {
    guard let socket, !socket.isEmpty else { return }
    _ = unsafe cplatform_notify(socket, state, state.utf8.count)
  }
}
