/*
 * What a power cut, a full disk and a failing disk do, for files under one folder; loaded by LD_PRELOAD.
 *
 *   POWERCUT_FOLDER   the files whose writes are watched (-shm apart: SQLite makes it anew)
 *   POWERCUT_UNDO     a folder: for each file (by inode) what its bytes were before each write since it was last
 *                     forced to disk. A sync that succeeds removes that; so when the process has been killed, what is
 *                     left there is what a power cut may take away.
 *   POWERCUT_FAULT    a file whose first byte says what fails now: 0 nothing, 1 the disk is full, 2 writes, 3 syncs;
 *                     and its second how many milliseconds a sync takes longer
 *
 * A record: offset, count and length (uint64 each), then `count` old bytes; `length` is that of the file before.
 * Names are taken to be kept: a file that was made or renamed is there after the cut, perhaps empty.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, FULL, WRITES, SYNCS };

static const char *folder, *undo;
static size_t folder_length;
static volatile unsigned char *fault;
static int gate = -1;
static pthread_mutex_t threads = PTHREAD_MUTEX_INITIALIZER;

static int begin(const char *path, int flags)
{
	return syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0666);
}

__attribute__((constructor)) static void prepare(void)
{
	char path[4096];
	const char *control = getenv("POWERCUT_FAULT");
	folder = getenv("POWERCUT_FOLDER");
	undo = getenv("POWERCUT_UNDO");
	if (!folder || !undo || !control)
		return;
	/* PostgreSQL writes what it does over its environment. */
	folder = strdup(folder);
	undo = strdup(undo);
	folder_length = strlen(folder);
	int fd = begin(control, O_RDONLY);
	void *page = mmap(NULL, 2, PROT_READ, MAP_SHARED, fd, 0);
	snprintf(path, sizeof path, "%s/gate", undo);
	gate = begin(path, O_RDWR | O_CREAT);
	if (fd < 0 || page == MAP_FAILED || gate < 0) {
		perror("powercut");
		abort();
	}
	fault = page; /* and fault[1] */
	close(fd);
}

/* One write at a time, of all threads and all processes; a process that is killed lets go. */
static void enter(void)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	pthread_mutex_lock(&threads);
	while (fcntl(gate, F_SETLKW, &whole) < 0 && errno == EINTR)
		;
}

static void leave(void)
{
	int kept = errno;
	struct flock whole = { .l_type = F_UNLCK, .l_whence = SEEK_SET };
	fcntl(gate, F_SETLK, &whole);
	pthread_mutex_unlock(&threads);
	errno = kept;
}

static int watched(int fd, struct stat *of)
{
	char link[64], path[4096];
	if (!fault)
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
	if (length < (ssize_t)folder_length || strncmp(path, folder, folder_length) != 0)
		return 0;
	if (length > 4 && strncmp(path + length - 4, "-shm", 4) == 0)
		return 0;
	return fstat(fd, of) == 0 && S_ISREG(of->st_mode);
}

static void log_of(ino_t inode, char *path, size_t size)
{
	snprintf(path, size, "%s/%llu", undo, (unsigned long long)inode);
}

/* Notes what stands at `offset` before it is written over, or cut off. */
static void note(int fd, const struct stat *of, uint64_t offset, uint64_t count)
{
	char path[4096];
	uint64_t length = of->st_size;
	uint64_t old = offset >= length ? 0 : count < length - offset ? count : length - offset;
	char *record = malloc(24 + old);
	log_of(of->st_ino, path, sizeof path);
	int log = begin(path, O_WRONLY | O_CREAT | O_APPEND);
	/* The descriptor may be one that only writes. */
	char self[64];
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	int from = begin(self, O_RDONLY);
	if (!record || log < 0 || (old && (from < 0 || pread(from, record + 24, old, offset) != (ssize_t)old))) {
		perror("powercut");
		abort();
	}
	memcpy(record, &offset, 8);
	memcpy(record + 8, &old, 8);
	memcpy(record + 16, &length, 8);
	if (syscall(SYS_write, log, record, 24 + old) != (ssize_t)(24 + old))
		abort();
	syscall(SYS_close, log);
	if (from >= 0)
		syscall(SYS_close, from);
	free(record);
}

/* Whether a write of `count` bytes at `offset` fails now. */
static int fails(const struct stat *of, uint64_t offset, uint64_t count)
{
	if (*fault == WRITES)
		errno = EIO;
	else if (*fault == FULL && offset + count > (uint64_t)of->st_size)
		errno = ENOSPC;
	else
		return 0;
	return 1;
}

static uint64_t place(int fd, const struct stat *of)
{
	if (fcntl(fd, F_GETFL) & O_APPEND)
		return of->st_size;
	return lseek(fd, 0, SEEK_CUR);
}

#define WATCHED(fd, at, count, call)                          \
	do {                                                  \
		struct stat of;                               \
		if (!watched(fd, &of))                        \
			return call;                          \
		enter();                                      \
		fstat(fd, &of);                               \
		uint64_t offset = (at);                       \
		long done = -1;                               \
		if (!fails(&of, offset, count)) {             \
			note(fd, &of, offset, count);         \
			done = call;                          \
		}                                             \
		leave();                                      \
		return done;                                  \
	} while (0)

static uint64_t total(const struct iovec *parts, int n)
{
	uint64_t sum = 0;
	for (int i = 0; i < n; i++)
		sum += parts[i].iov_len;
	return sum;
}

ssize_t write(int fd, const void *bytes, size_t count)
{
	WATCHED(fd, place(fd, &of), count, syscall(SYS_write, fd, bytes, count));
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
	WATCHED(fd, at, count, syscall(SYS_pwrite64, fd, bytes, count, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
	return pwrite(fd, bytes, count, at);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
	WATCHED(fd, place(fd, &of), total(parts, n), syscall(SYS_writev, fd, parts, n));
}

ssize_t pwritev(int fd, const struct iovec *parts, int n, off_t at)
{
	WATCHED(fd, at, total(parts, n), syscall(SYS_pwritev, fd, parts, n, at, 0L));
}

ssize_t pwritev64(int fd, const struct iovec *parts, int n, off64_t at)
{
	return pwritev(fd, parts, n, at);
}

int ftruncate(int fd, off_t length)
{
	uint64_t longest = ~0ull >> 1;
	struct stat of;
	if (!watched(fd, &of))
		return syscall(SYS_ftruncate, fd, length);
	enter();
	fstat(fd, &of);
	int done = -1;
	if (!fails(&of, length, 0)) {
		note(fd, &of, length, longest);
		done = syscall(SYS_ftruncate, fd, length);
	}
	leave();
	return done;
}

int ftruncate64(int fd, off64_t length)
{
	return ftruncate(fd, length);
}

int posix_fallocate(int fd, off_t at, off_t count)
{
	struct stat of;
	if (watched(fd, &of) && fails(&of, at, count))
		return errno;
	return syscall(SYS_fallocate, fd, 0, at, count) < 0 ? errno : 0;
}

int posix_fallocate64(int fd, off64_t at, off64_t count)
{
	return posix_fallocate(fd, at, count);
}

static int forced(int fd, long call)
{
	char path[4096];
	struct stat of;
	if (!watched(fd, &of))
		return syscall(call, fd);
	enter();
	int done = -1;
	usleep(fault[1] * 1000);
	if (*fault == SYNCS)
		errno = EIO;
	else
		done = syscall(call, fd);
	if (done == 0) {
		log_of(of.st_ino, path, sizeof path);
		syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	}
	leave();
	return done;
}

int fsync(int fd)
{
	return forced(fd, SYS_fsync);
}

int fdatasync(int fd)
{
	return forced(fd, SYS_fdatasync);
}

/* A file that is gone takes its log with it: its inode may be another's soon. */
static void forget(const char *path)
{
	char log[4096];
	struct stat of;
	if (!fault || lstat(path, &of) < 0 || !S_ISREG(of.st_mode) || of.st_nlink > 1)
		return;
	log_of(of.st_ino, log, sizeof log);
	syscall(SYS_unlinkat, AT_FDCWD, log, 0);
}

int unlink(const char *path)
{
	forget(path);
	return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int rename(const char *from, const char *to)
{
	forget(to);
	return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
