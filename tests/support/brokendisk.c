/* Preloaded into ringback-engine by tst_faults: a disk that is full (ENOSPC on what SQLite writes) while the file that DISK_FULL names exists, and one
   that can only be read (EROFS on opening to write) while the file that DISK_READONLY names does. No hook in the product, no mounted disk, no root. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int switched(const char *variable)
{
    const char *file = getenv(variable);
    return file && access(file, F_OK) == 0;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset)
{
    if (switched("DISK_FULL")) {
        errno = ENOSPC;
        return -1;
    }
    return ((ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"))(descriptor, bytes, count, offset);
}

/* Of SQLite's files only: others are none of this test's business. */
int open64(const char *name, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    if (strstr(name, "office.db") && (flags & (O_RDWR | O_WRONLY | O_CREAT)) && switched("DISK_READONLY")) {
        errno = EROFS;
        return -1;
    }
    return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64"))(name, flags, mode);
}
