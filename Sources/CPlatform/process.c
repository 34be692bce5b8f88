#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

void cplatform_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

static volatile sig_atomic_t report_descriptor = -1;

static void report(int signo) {
  int before = errno;
  unsigned char number = (unsigned char)signo;
  ssize_t written = write(report_descriptor, &number, 1);
  (void)written;
  errno = before;
}

static void swallow(int signo) { (void)signo; }

static int handle(int signo, void (*handler)(int)) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  return sigaction(signo, &action, NULL);
}

int cplatform_report_signal(int signo, int descriptor) {
  report_descriptor = descriptor;
  return handle(signo, report);
}

int cplatform_swallow_signal(int signo) { return handle(signo, swallow); }

int cplatform_ignores_signal(int signo) {
  struct sigaction action;
  return sigaction(signo, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int cplatform_restore_signal(int signo) { return handle(signo, SIG_DFL); }

int cplatform_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
