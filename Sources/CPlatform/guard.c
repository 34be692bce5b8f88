#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Everything from `guard_main` down runs in a child forked from a process with threads: system calls alone,
// no allocation, no locks.

enum { CONTROL = 3, SWEEP_LIMIT_SECONDS = 10 };

static void guard_send(int32_t kind, int32_t value) {
  struct cplatform_guard_message message = {kind, value};
  while (send(CONTROL, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

/// Reads the state and the parent of process `name` from /proc. Returns 0 where it is gone or unreadable.
static int read_parent(const char *name, char *state, pid_t *parent) {
  char path[32] = "/proc/";
  size_t length = strlen(name);
  if (length > 10) return 0;
  memcpy(path + 6, name, length);
  memcpy(path + 6 + length, "/stat", 6);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[512];
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return 0;
  text[count] = 0;
  // The command's name is in parentheses and may itself hold any byte, ')' included.
  const char *end = memrchr(text, ')', (size_t)count);
  if (end == NULL || end + 4 >= text + count) return 0;
  *state = end[2];
  pid_t value = 0;
  for (const char *digit = end + 4; *digit >= '0' && *digit <= '9'; digit++) {
    value = value * 10 + (*digit - '0');
  }
  *parent = value;
  return 1;
}

/// Kills every direct child. Their own children become ours and fall in the next round.
static void kill_children(void) {
  int directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  pid_t self = getpid();
  _Alignas(8) char entries[16384];
  long count;
  while ((count = syscall(SYS_getdents64, directory, entries, sizeof entries)) > 0) {
    for (long at = 0; at < count;) {
      unsigned short length;
      memcpy(&length, entries + at + 16, sizeof length);
      const char *name = entries + at + 19;
      at += length;
      if (name[0] < '1' || name[0] > '9') continue;
      char state;
      pid_t parent;
      if (!read_parent(name, &state, &parent) || parent != self || state == 'Z') continue;
      kill((pid_t)strtol(name, NULL, 10), SIGKILL);
    }
  }
  close(directory);
}

/// Reaps all children that have ended. Returns 0 once none is left.
static int reap(pid_t command, int *status, int *ended) {
  for (;;) {
    int found;
    pid_t pid = waitpid(-1, &found, WNOHANG | __WALL);
    if (pid == 0) return 1;
    if (pid < 0) return errno == EINTR;
    if (pid == command) {
      *status = found;
      *ended = 1;
    }
  }
}

/// Kills and reaps until nothing is left. A process that can't be killed (stuck in the kernel) is
/// given up after ten seconds, but never the command itself.
static void sweep(pid_t command, int *status, int *ended) {
  struct timespec begin, now;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  long pause = 500000;
  while (1) {
    if (!*ended) kill(-command, SIGKILL);
    kill_children();
    if (!reap(command, status, ended)) return;
    struct timespec rest = {0, pause};
    nanosleep(&rest, NULL);
    if (pause < 20000000) pause *= 2;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (*ended && now.tv_sec - begin.tv_sec > SWEEP_LIMIT_SECONDS) return;
  }
}

static void become_command(const char *executable, char *const argv[], char *const envp[],
                           const char *directory, int report) {
  setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (chdir(directory) == 0) execve(executable, argv, envp);
  int32_t failure = errno;
  while (write(report, &failure, sizeof failure) < 0 && errno == EINTR) {
  }
  _exit(127);
}

/// Takes the command's three descriptors as 0, 1, 2 and the control socket as 3, and closes all others.
static int arrange(int input, int output, int error, int control) {
  int from[4] = {input, output, error, control};
  for (int i = 0; i < 4; i++) {
    from[i] = fcntl(from[i], F_DUPFD, 16);
    if (from[i] < 0) return -1;
  }
  for (int i = 0; i < 4; i++) {
    if (dup2(from[i], i) < 0) return -1;
  }
  if (close_range(CONTROL + 1, ~0U, 0) < 0) return -1;
  return fcntl(CONTROL, F_SETFD, FD_CLOEXEC);
}

static _Noreturn void fail(int error) {
  guard_send(CPLATFORM_GUARD_FAILED, error);
  _exit(0);
}

/// Waits for the command's end, a SIGKILL or the owner's death, then leaves nothing.
///
/// A command that ends by itself takes everything with it at once. If it was asked to end, the rest
/// of its process group has until the owner's SIGKILL, as the command has.
static _Noreturn void watch(pid_t command, int signals) {
  int status = 0, ended = 0, asked = 0;
  struct pollfd watched[2] = {{CONTROL, POLLIN, 0}, {signals, POLLIN, 0}};
  while (1) {
    // Members of the group that aren't the guard's children end without a signal to it.
    poll(watched, 2, ended ? 20 : -1);
    struct signalfd_siginfo ignored;
    while (read(signals, &ignored, sizeof ignored) > 0) {
    }
    reap(command, &status, &ended);
    if (ended && (!asked || kill(-command, 0) < 0)) break;
    int32_t signal;
    ssize_t count = recv(CONTROL, &signal, sizeof signal, MSG_DONTWAIT);
    if (count == sizeof signal && signal != SIGKILL) {
      asked = 1;
      kill(-command, signal);
      kill(-command, SIGCONT);
    } else if (count >= 0 || (errno != EAGAIN && errno != EINTR)) {
      break;
    }
  }
  sweep(command, &status, &ended);
  guard_send(CPLATFORM_GUARD_EXITED, status);
  _exit(0);
}

static _Noreturn void guard_main(const char *executable, char *const argv[], char *const envp[],
                                 const char *directory, const int ends[4]) {
  if (arrange(ends[0], ends[1], ends[2], ends[3]) < 0) _exit(1);
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
  setpgid(0, 0);
  prctl(PR_SET_NAME, "mission-guard");
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) fail(errno);

  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  int signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  int report[2];
  if (signals < 0 || pipe2(report, O_CLOEXEC) < 0) fail(errno);

  pid_t command = _Fork();
  if (command < 0) fail(errno);
  if (command == 0) become_command(executable, argv, envp, directory, report[1]);
  setpgid(command, command);
  close(report[1]);
  int32_t failure;
  ssize_t count;
  while ((count = read(report[0], &failure, sizeof failure)) < 0 && errno == EINTR) {
  }
  close(report[0]);
  if (count == sizeof failure) {
    waitpid(command, NULL, 0);
    fail(failure);
  }

  // The guard must not hold the command's pipes open.
  int nothing = open("/dev/null", O_RDWR);
  for (int i = 0; i < CONTROL; i++) dup2(nothing, i);
  if (nothing > CONTROL) close(nothing);
  guard_send(CPLATFORM_GUARD_STARTED, command);
  watch(command, signals);
}

static void close_all(int descriptors[9]) {
  for (int i = 0; i < 9; i++) {
    if (descriptors[i] >= 0) close(descriptors[i]);
  }
}

int cplatform_guard_spawn(struct cplatform_guard *guard, const char *executable,
                          char *const argv[], char *const envp[], const char *directory) {
  // Pairs, each with its reading end first: the command's input, output and error, and the control
  // socket. Then the event counter.
  int ends[9] = {-1, -1, -1, -1, -1, -1, -1, -1, -1};
  if (pipe2(ends, O_CLOEXEC) < 0 || pipe2(ends + 2, O_CLOEXEC) < 0 || pipe2(ends + 4, O_CLOEXEC) < 0 ||
      socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends + 6) < 0 ||
      (ends[8] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0) {
    int error = errno;
    close_all(ends);
    return error;
  }
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t pid = _Fork();
  if (pid == 0) {
    int inner[4] = {ends[0], ends[3], ends[5], ends[7]};
    guard_main(executable, argv, envp, directory, inner);
  }
  int error = pid < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error != 0) {
    close_all(ends);
    return error;
  }
  close(ends[0]);
  close(ends[3]);
  close(ends[5]);
  close(ends[7]);
  int mine[4] = {ends[1], ends[2], ends[4], ends[6]};
  for (int i = 0; i < 4; i++) fcntl(mine[i], F_SETFL, fcntl(mine[i], F_GETFL) | O_NONBLOCK);
  *guard = (struct cplatform_guard){pid, mine[0], mine[1], mine[2], mine[3], ends[8]};
  return 0;
}

int cplatform_guard_signal(int control, int32_t signal) {
  ssize_t count;
  while ((count = send(control, &signal, sizeof signal, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return count < 0 ? errno : 0;
}

int cplatform_guard_receive(int control, struct cplatform_guard_message *message) {
  ssize_t count;
  while ((count = recv(control, message, sizeof *message, MSG_DONTWAIT)) < 0 && errno == EINTR) {
  }
  return count == sizeof *message;
}

void cplatform_guard_wake(int wake) {
  eventfd_write(wake, 1);
}

void cplatform_guard_woken(int wake) {
  eventfd_t count;
  eventfd_read(wake, &count);
}
