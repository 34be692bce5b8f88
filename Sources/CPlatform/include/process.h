#ifndef CPLATFORM_PROCESS_H
#define CPLATFORM_PROCESS_H

/// Names the calling thread; 15 bytes of `name` at most.
void cplatform_name_thread(const char *name);

/// Makes `signo` write its number, as one byte, to `descriptor` from now on; -1 and errno on
/// failure.
int cplatform_report_signal(int signo, int descriptor);

/// Makes `signo` do nothing from now on. Unlike SIG_IGN this ends with exec(2), so children start
/// with the default.
int cplatform_swallow_signal(int signo);

/// Whether `signo` is ignored.
int cplatform_ignores_signal(int signo);

/// Gives `signo` its default action back.
int cplatform_restore_signal(int signo);

/// Makes this process the parent of descendants whose own parent has ended.
int cplatform_become_subreaper(void);

#endif
