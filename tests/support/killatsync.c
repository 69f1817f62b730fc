/* Preloaded into ringback-engine by tst_killed and tst_engines: ends the process by SIGKILL at the n-th time it makes something durable,
   before the sync (KILL_AT_SYNC=n) or right after it (KILL_AFTER_SYNC=n), or stops it there by SIGSTOP (STOP_AFTER_SYNC=n). So a crash can be placed between any two commits without a hook in the product.
   Only the counting is armed from outside, by creating the file KILL_ARMED names, so that start-up is not counted. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_int synced;

static int wanted(const char *variable)
{
    const char *value = getenv(variable);
    return value ? atoi(value) : 0;
}

static int count(void)
{
    const char *armed = getenv("KILL_ARMED");
    if (!armed || access(armed, F_OK) != 0)
        return 0;
    return atomic_fetch_add(&synced, 1) + 1;
}

static int synchronise(const char *name, int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const int number = count();
    if (number > 0 && number == wanted("KILL_AT_SYNC"))
        raise(SIGKILL);
    const int result = real(descriptor);
    if (number > 0 && number == wanted("KILL_AFTER_SYNC"))
        raise(SIGKILL);
    if (number > 0 && number == wanted("STOP_AFTER_SYNC"))
        raise(SIGSTOP);
    return result;
}

int fsync(int descriptor)
{
    return synchronise("fsync", descriptor);
}

int fdatasync(int descriptor)
{
    return synchronise("fdatasync", descriptor);
}
