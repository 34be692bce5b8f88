private import CPlatform
private import Glibc

/// A thread of its own for work that blocks.
package struct PlatformThread: Sendable {
  private let finished: Condition<Bool>

  /// Starts a thread that runs `body` once; it is named for tools such as `top` (15 bytes are
  /// kept).
  ///
  /// - Throws: `EAGAIN` when the system has no more threads to give.
  @discardableResult
  package static func spawn(
    name: String, _ body: @escaping @Sendable () -> Void
  ) throws(PlatformError) -> PlatformThread {
    let finished = Condition(false)
    let start = Start {
      setName(name)
      body()
      finished.change { $0 = true }
    }
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    defer { unsafe pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(start)
    let status = unsafe pthread_create(
      &thread, &attributes,
      { raw in
        if let raw = unsafe raw {
          unsafe Unmanaged<Start>.fromOpaque(raw).takeRetainedValue().run()
        }
        return nil
      }, box.toOpaque())
    if status != 0 {
      unsafe box.release()
      throw PlatformError(errno: status, operation: "starting thread \(name)")
    }
    return PlatformThread(finished: finished)
  }

  /// Blocks until the thread's body has returned.
  package func join() {
    finished.wait { $0 ? () : nil }
  }

  /// Blocks the calling thread, which must be a plain one, for `seconds`.
  package static func pause(seconds: Double) {
    let nanoseconds = Int(seconds * 1e9)
    var left = timespec(
      tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
    var rest = timespec()
    // A signal ends the sleep early.
    while unsafe nanosleep(&left, &rest) != 0, errno == EINTR { left = rest }
  }

  private static func setName(_ name: String) {
    let short = String(decoding: name.utf8.prefix(15), as: UTF8.self)
    unsafe cplatform_name_thread(short)
  }
}

/// The work handed to a new thread.
private final class Start: Sendable {
  let run: @Sendable () -> Void

  init(run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}
