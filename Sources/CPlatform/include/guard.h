#ifndef CPLATFORM_GUARD_H
#define CPLATFORM_GUARD_H

#include <stdint.h>
#include <sys/types.h>

/// A message from the guard to its owner.
struct cplatform_guard_message {
  int32_t kind;
  int32_t value;
};

/// The command runs; `value` is its process id.
#define CPLATFORM_GUARD_STARTED 1
/// The command could not be run; `value` is the errno. The guard is gone.
#define CPLATFORM_GUARD_FAILED 2
/// The command ended with wait status `value`, and nothing it started is left. The guard is gone.
#define CPLATFORM_GUARD_EXITED 3

/// The owner's ends of a guarded command. All are close-on-exec and non-blocking.
struct cplatform_guard {
  pid_t pid;
  int input;
  int output;
  int error;
  int control;
  /// An event counter on which the owner's poll can be woken.
  int wake;
};

/// Forks a guard that runs one command, adopts everything the command leaves behind, and lets nothing of it
/// outlive the command or the owner.
///
/// The guard is a subreaper, so a process that double-forks, starts a session of its own or clears its
/// environment still ends up below the guard that its command belongs to. When the command ends, when the
/// owner asks for SIGKILL, or when the owner itself is gone (its end of the control socket closes, however it
/// died), the guard kills and reaps all that is below it.
///
/// The owner writes an `int32_t` signal number to `control`. SIGKILL goes to everything; any other
/// signal goes to the command's process group (with SIGCONT after it, so that a stopped command
/// sees it), whose members then have until a SIGKILL to end. The command leads its own process
/// group, with default signal dispositions, an empty mask, and descriptors 0, 1 and 2 alone.
///
/// Returns 0, or an errno; nothing is left open on failure.
int cplatform_guard_spawn(struct cplatform_guard *guard, const char *executable,
                          char *const argv[], char *const envp[], const char *directory);

/// Sends a signal number to the guard. Returns 0, or an errno.
int cplatform_guard_signal(int control, int32_t signal);

/// Takes the next message of the guard without waiting. Returns 1, or 0 where there is none.
int cplatform_guard_receive(int control, struct cplatform_guard_message *message);

/// Wakes a poll of `wake`, or takes the pending wake-ups.
void cplatform_guard_wake(int wake);
void cplatform_guard_woken(int wake);

#endif
