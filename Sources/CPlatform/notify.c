#include "notify.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int cplatform_notify(const char *path, const char *text, size_t length) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t size = strlen(path);
  if (size == 0 || size >= sizeof address.sun_path) {
    errno = EINVAL;
    return -1;
  }
  memcpy(address.sun_path, path, size);
  // A name that begins with @ is abstract: it lies in no folder.
  if (address.sun_path[0] == '@') address.sun_path[0] = 0;
  int number = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (number < 0) return -1;
  ssize_t sent = sendto(number, text, length, MSG_NOSIGNAL, (struct sockaddr *)&address,
                        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size));
  int code = errno;
  close(number);
  errno = code;
  return sent < 0 ? -1 : 0;
}
