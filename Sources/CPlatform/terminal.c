#include "terminal.h"

#include <sys/ioctl.h>
#include <time.h>

int cplatform_terminal_columns(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

long cplatform_utc_offset(long long seconds) {
  time_t time = (time_t)seconds;
  struct tm local;
  if (!localtime_r(&time, &local)) return 0;
  return local.tm_gmtoff;
}
