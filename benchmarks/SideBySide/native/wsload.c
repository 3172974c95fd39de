/*
 * wsload - WebSocket (RFC 6455) load generator and checker.
 *
 * One thread, epoll, no dependencies, Linux only.
 *
 *   cc -O3 -march=native -Wall -Wextra -o wsload wsload.c
 *
 * USAGE
 *   wsload echo    [options]   N connections, each keeps D messages in flight
 *   wsload fanout  [options]   N subscribers, K publishers, the server broadcasts
 *   wsload connect [options]   connect + upgrade + closing handshake, over and over
 *   wsload idle    [options]   open N connections, hold them, read the server's memory
 *
 *   -h ADDR     server address                                   (127.0.0.1)
 *   -p PORT     server port                                      (8080)
 *   -u PATH     request target; fanout: of the subscribers       (/)
 *   -U PATH     fanout: request target of the publishers         (same as -u)
 *   -c N        connections; fanout: subscribers; connect: concurrency  (64)
 *   -k K        fanout: publishers, at most 90                   (1)
 *   -z N        fanout: N of the subscribers stop reading once they have joined; what is sent
 *               to them is not due, and the server may do with them what it wants     (0)
 *   -d D        messages in flight per connection / publisher    (1)
 *   -s BYTES    size of the raw payload                          (64)
 *   -m TEXT     send this message instead of a raw payload       (escapes \xHH \n \\)
 *   -f FILE     the same, read from FILE (one trailing newline is dropped)
 *   -e TEXT     the answer to expect, if it is not the message itself
 *   -x FILE     the same, read from FILE
 *   -b          send binary messages                             (text)
 *   -R          records: the answers are a stream of texts of known length; the limits
 *               of WebSocket messages mean nothing (SignalR)
 *   -i TEXT     send this first on every connection, before anything is measured
 *   -I TEXT     fanout: the same for publishers                  (same as -i)
 *   -o TEXT     the answer to -i to wait for (WebSocket message limits are ignored)
 *   -H LINE     one more header line for the upgrade request (repeatable)
 *   -t SECONDS  measure for so long; idle: hold for so long      (5)
 *   -w SECONDS  warm up for so long, not counted                 (1)
 *   -r RATE     echo: open loop, RATE messages/s in all; the latency then counts from
 *               the moment a message was due, not from the moment it could be sent
 *   -P PID      server process: its CPU time and memory are read from /proc (repeatable)
 *   -C CPU      run on this CPU only
 *   -B          poll without sleeping (keeps the cost of waking us off the server)
 *   -A N        use N source addresses, 127.0.0.1...             (as many as needed)
 *   -n          do not close with a closing handshake at the end
 *   -v          say what went wrong with the first connections that failed
 *
 *   In a message, ######## (eight) stands for a sequence number of eight digits and @@ for
 *   the publisher's number of two digits; each starts at 10...0, so that both are valid JSON
 *   numbers. The answer carries them at its own ######## and @@. They are checked: every
 *   message must come back once, whole, in order. A raw payload carries both if it has room.
 *
 * OUTPUT
 *   One line of key=value pairs. rate = messages (echo), deliveries (fanout) or handshakes
 *   (connect) per second. Latencies are in microseconds. srv_cpu_us = CPU time of the server
 *   processes per message, delivery or handshake; srv_util / cli_util = CPUs kept busy.
 *   sent, received: over the whole run, warm-up included; after the end of the measurement the
 *   client waits for everything still due. lost = sent - received (fanout: deliveries due -
 *   deliveries made). bad = messages with wrong content, order, or opcode; proto = violations
 *   of the protocol; closed = connections ended by a closing handshake; dropped = connections
 *   that ended otherwise.
 *
 * EXIT STATUS
 *   0 all well; 1 something was lost, wrong, or dropped; 2 could not run.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SEQ_DIGITS 8
#define SEQ_FIRST 10000000u
#define PUB_DIGITS 2
#define PUB_FIRST 10u
#define MAX_PUBS 90
#define READ_BUFFER (1 << 20)

/* The sample key of RFC 6455, section 1.3, and the answer it must get. */
#define WS_KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define WS_ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

enum { OP_CONT = 0, OP_TEXT = 1, OP_BINARY = 2, OP_CLOSE = 8, OP_PING = 9, OP_PONG = 10 };

/* ---------------------------------------------------------------- small things */

static void die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fputs("wsload: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(2);
}

static void *need(void *p)
{
	if (!p)
		die("out of memory");
	return p;
}

static uint64_t now_ns(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static uint64_t rng_state = 0x9e3779b97f4a7c15u;

static uint32_t random32(void)
{
	rng_state ^= rng_state >> 12;
	rng_state ^= rng_state << 25;
	rng_state ^= rng_state >> 27;
	return (uint32_t)((rng_state * 0x2545f4914f6cdd1du) >> 32);
}

static void put_digits(uint8_t *p, uint32_t v, int digits)
{
	while (digits-- > 0) {
		p[digits] = (uint8_t)('0' + v % 10);
		v /= 10;
	}
}

static bool get_digits(const uint8_t *p, int digits, uint32_t *v)
{
	uint32_t r = 0;
	for (int i = 0; i < digits; i++) {
		unsigned d = (unsigned)p[i] - '0';
		if (d > 9)
			return false;
		r = r * 10 + d;
	}
	*v = r;
	return true;
}

/* Latency histogram: 64 linear steps for each power of two, so at most 1.6 % off. */
#define HIST_SUB 64
#define HIST_SIZE (HIST_SUB * 40)
struct hist {
	uint64_t count, max;
	uint64_t bucket[HIST_SIZE];
};

static void hist_add(struct hist *h, uint64_t v)
{
	int shift = v < HIST_SUB ? 0 : 63 - __builtin_clzll(v) - 6;
	uint64_t i = ((uint64_t)shift << 6) + (v >> shift);
	if (i >= HIST_SIZE)
		i = HIST_SIZE - 1;
	h->bucket[i]++;
	h->count++;
	if (v > h->max)
		h->max = v;
}

static double hist_us(const struct hist *h, double quantile)
{
	uint64_t want = (uint64_t)(quantile * (double)h->count + 0.5), seen = 0;
	if (!h->count)
		return 0;
	if (want < 1)
		want = 1;
	for (uint64_t i = 0; i < HIST_SIZE; i++) {
		seen += h->bucket[i];
		if (seen >= want) {
			uint64_t shift = i < 2 * HIST_SUB ? 0 : (i >> 6) - 1;
			uint64_t low = (i - (shift << 6)) << shift;
			return (double)(low + ((1ull << shift) >> 1)) / 1e3;
		}
	}
	return (double)h->max / 1e3;
}

/* ---------------------------------------------------------------- messages */

/* A message: fixed bytes, with the two numbers at fixed places (-1: absent). */
struct tmpl {
	uint8_t *data;
	size_t len;
	long seq_at, pub_at;
};

static void tmpl_set(struct tmpl *t, const uint8_t *data, size_t len)
{
	t->data = need(malloc(len + 1));
	memcpy(t->data, data, len);
	t->data[len] = 0;
	t->len = len;
	uint8_t *seq = memmem(t->data, len, "########", SEQ_DIGITS);
	uint8_t *pub = memmem(t->data, len, "@@", PUB_DIGITS);
	t->seq_at = seq ? seq - t->data : -1;
	t->pub_at = pub ? pub - t->data : -1;
}

static void tmpl_raw(struct tmpl *t, size_t len, bool binary)
{
	uint8_t *d = need(malloc(len + 1));
	for (size_t i = 0; i < len; i++)
		d[i] = (uint8_t)(binary ? (i * 131 + 7) | 0x80 : 'a' + i % 26);
	if (len >= SEQ_DIGITS)
		memcpy(d, "########", SEQ_DIGITS);
	if (len >= SEQ_DIGITS + PUB_DIGITS)
		memcpy(d + SEQ_DIGITS, "@@", PUB_DIGITS);
	tmpl_set(t, d, len);
	free(d);
}

static void tmpl_text(struct tmpl *t, const char *s)
{
	uint8_t *d = need(malloc(strlen(s) + 1));
	size_t n = 0;
	while (*s) {
		unsigned v;
		if (s[0] == '\\' && s[1] == 'x' && sscanf(s + 2, "%2x", &v) == 1) {
			d[n++] = (uint8_t)v;
			s += 4;
		} else if (s[0] == '\\' && s[1] == 'n') {
			d[n++] = '\n';
			s += 2;
		} else if (s[0] == '\\' && s[1] == '\\') {
			d[n++] = '\\';
			s += 2;
		} else {
			d[n++] = (uint8_t)*s++;
		}
	}
	tmpl_set(t, d, n);
	free(d);
}

static void tmpl_file(struct tmpl *t, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		die("%s: %s", path, strerror(errno));
	size_t cap = 1 << 20, n = 0, got;
	uint8_t *d = need(malloc(cap));
	while ((got = fread(d + n, 1, cap - n, f)) > 0)
		if ((n += got) == cap)
			d = need(realloc(d, cap *= 2));
	fclose(f);
	if (n && d[n - 1] == '\n')
		n--;
	tmpl_set(t, d, n);
	free(d);
}

/* How far the message now coming in has been compared with what it should be. */
struct match {
	size_t pos;
	uint8_t seq[SEQ_DIGITS], pub[PUB_DIGITS];
};

/* Compares the next n bytes with the template, collects the numbers. */
static bool match_bytes(struct match *m, const struct tmpl *t, const uint8_t *p, size_t n)
{
	if (n > t->len - m->pos)
		return false;
	size_t pos = m->pos, end = pos + n;
	m->pos = end;
	while (pos < end) {
		size_t stop = end, at;
		uint8_t *field = NULL;
		if (t->seq_at >= 0 && (at = (size_t)t->seq_at) + SEQ_DIGITS > pos) {
			if (at > pos) {
				stop = at < stop ? at : stop;
			} else {
				field = m->seq + (pos - at);
				stop = at + SEQ_DIGITS < end ? at + SEQ_DIGITS : end;
			}
		}
		if (!field && t->pub_at >= 0 && (at = (size_t)t->pub_at) + PUB_DIGITS > pos) {
			if (at > pos) {
				stop = at < stop ? at : stop;
			} else {
				field = m->pub + (pos - at);
				stop = at + PUB_DIGITS < end ? at + PUB_DIGITS : end;
			}
		}
		if (field)
			memcpy(field, p, stop - pos);
		else if (memcmp(t->data + pos, p, stop - pos) != 0)
			return false;
		p += stop - pos;
		pos = stop;
	}
	return true;
}

/* ---------------------------------------------------------------- options */

enum mode { ECHO, FANOUT, CONNECT, IDLE };

static enum mode mode;
static struct sockaddr_in server = { .sin_family = AF_INET };
static const char *host = "127.0.0.1", *path_main = "/", *path_pub;
static int port = 8080, nconn = 64, npub = 1, nslow = 0, depth = 1, nsource = 0, cpu = -1;
static size_t raw_size = 64;
static bool binary, records, spin, no_close, verbose;
static struct tmpl message, answer, hello, hello_pub, hello_answer;
static double measure_s = 5, warm_s = 1, open_rate = 0;
static char headers[4096];
static int pids[64], npids;

/* ---------------------------------------------------------------- the server's processes */

static uint64_t server_cpu_ns(void)
{
	uint64_t sum = 0;
	long hz = sysconf(_SC_CLK_TCK);
	for (int i = 0; i < npids; i++) {
		char path[64], buf[1024];
		snprintf(path, sizeof path, "/proc/%d/stat", pids[i]);
		FILE *f = fopen(path, "r");
		if (!f)
			continue;
		size_t n = fread(buf, 1, sizeof buf - 1, f);
		fclose(f);
		buf[n] = 0;
		char *p = strrchr(buf, ')');
		unsigned long long ut, st;
		if (p && sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &ut, &st) == 2)
			sum += (ut + st) * (1000000000ull / (unsigned long long)hz);
	}
	return sum;
}

static long server_rss_kib(void)
{
	long sum = 0;
	for (int i = 0; i < npids; i++) {
		char path[64], line[256];
		snprintf(path, sizeof path, "/proc/%d/status", pids[i]);
		FILE *f = fopen(path, "r");
		if (!f)
			continue;
		long v;
		while (fgets(line, sizeof line, f))
			if (sscanf(line, "VmRSS: %ld", &v) == 1)
				sum += v;
		fclose(f);
	}
	return sum;
}

static uint64_t own_cpu_ns(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return ((uint64_t)u.ru_utime.tv_sec + (uint64_t)u.ru_stime.tv_sec) * 1000000000u +
	       ((uint64_t)u.ru_utime.tv_usec + (uint64_t)u.ru_stime.tv_usec) * 1000u;
}

/* ---------------------------------------------------------------- connections */

enum state { NEW, CONNECTING, UPGRADING, GREETING, READY, DEAF, CLOSING, CLOSED };

struct conn {
	int fd, index;
	uint8_t state;
	bool publisher, want_out, close_got;

	/* frame parser */
	uint8_t head[14], head_len;     /* a header that is not complete yet */
	uint8_t op, fin, message_op;    /* of the frame / of the message it belongs to */
	bool in_frame, in_message;
	uint64_t left;                  /* payload still to come in this frame */
	uint8_t *control;               /* payload of a control frame, while one comes in */
	uint8_t control_len;
	struct match match;

	/* bytes that the socket did not take yet */
	uint8_t *out;
	size_t out_len, out_at, out_cap;

	uint32_t sent, received;        /* messages */
	uint32_t *next;                 /* fanout subscriber: next number due from each publisher */
	uint64_t *sent_at;              /* ring of depth times */
	uint64_t started;
};

static struct conn *conns;
static int total, epfd;
static uint8_t *rbuf, *wbuf;
static size_t wbuf_cap;

static bool measuring, sending, tear_down;
static uint64_t n_sent, n_received, n_bad, n_proto, n_dropped, n_closed, n_pub_received, n_pings;
static uint64_t m_count;                /* what is counted while measuring */
static uint64_t m_messages;             /* fanout: broadcasts completed while measuring */
static int n_ready, n_failed, n_complaints;
static struct hist latency, completion;

/* fanout: one slot for each message in flight */
static uint32_t *slot_count;
static uint64_t *slot_sent;
static uint64_t n_completed;

static void complain(const struct conn *c, const char *fmt, ...)
{
	if (!verbose || n_complaints++ >= 10)
		return;
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "wsload: connection %d: ", c->index);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
}

static void conn_start(struct conn *c);

static void conn_end(struct conn *c, bool clean)
{
	if (c->state == CLOSED)
		return;
	if (c->state >= READY && !clean)
		n_dropped++;
	if (c->state < READY)
		n_failed++;
	if (clean)
		n_closed++;
	/* RST, so that no port is left waiting; the closing handshake is over by now. */
	struct linger l = { 1, 0 };
	setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
	close(c->fd);
	c->fd = -1;
	c->state = CLOSED;
	c->out_len = c->out_at = 0;
	if (mode == CONNECT && !tear_down)
		conn_start(c);
}

static void watch(struct conn *c, bool out)
{
	if (c->want_out == out)
		return;
	c->want_out = out;
	struct epoll_event ev = { .events = EPOLLIN | (out ? EPOLLOUT : 0), .data.ptr = c };
	epoll_ctl(epfd, EPOLL_CTL_MOD, c->fd, &ev);
}

static void keep(struct conn *c, const uint8_t *p, size_t n)
{
	if (c->out_at == c->out_len)
		c->out_at = c->out_len = 0;
	if (c->out_len + n > c->out_cap) {
		if (c->out_at) {
			memmove(c->out, c->out + c->out_at, c->out_len - c->out_at);
			c->out_len -= c->out_at;
			c->out_at = 0;
		}
		if (c->out_len + n > c->out_cap) {
			c->out_cap = (c->out_len + n) * 2;
			c->out = need(realloc(c->out, c->out_cap));
		}
	}
	memcpy(c->out + c->out_len, p, n);
	c->out_len += n;
}

static bool conn_write(struct conn *c, const uint8_t *p, size_t n)
{
	if (c->out_at == c->out_len) {
		while (n) {
			ssize_t w = send(c->fd, p, n, MSG_NOSIGNAL);
			if (w < 0) {
				if (errno == EINTR)
					continue;
				if (errno == EAGAIN)
					break;
				complain(c, "send: %s", strerror(errno));
				conn_end(c, false);
				return false;
			}
			p += w;
			n -= (size_t)w;
		}
	}
	if (n) {
		keep(c, p, n);
		watch(c, true);
	}
	return true;
}

static bool conn_flush(struct conn *c)
{
	while (c->out_at < c->out_len) {
		ssize_t w = send(c->fd, c->out + c->out_at, c->out_len - c->out_at, MSG_NOSIGNAL);
		if (w < 0) {
			if (errno == EINTR)
				continue;
			if (errno == EAGAIN)
				return true;
			conn_end(c, false);
			return false;
		}
		c->out_at += (size_t)w;
	}
	watch(c, false);
	return true;
}

static void xor_mask(uint8_t *p, size_t n, uint32_t key)
{
	uint64_t k = (uint64_t)key << 32 | key, v;
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		memcpy(&v, p + i, 8);
		v ^= k;
		memcpy(p + i, &v, 8);
	}
	for (; i < n; i++)
		p[i] ^= (uint8_t)(key >> 8 * (i & 3));
}

/* Puts a masked frame at p, which has room for it; returns its length. */
static size_t put_frame(uint8_t *p, int op, const uint8_t *data, size_t n, uint8_t **payload)
{
	size_t h = 2;
	p[0] = (uint8_t)(0x80 | op);
	if (n < 126) {
		p[1] = (uint8_t)(0x80 | n);
	} else if (n < 65536) {
		p[1] = 0x80 | 126;
		p[2] = (uint8_t)(n >> 8);
		p[3] = (uint8_t)n;
		h = 4;
	} else {
		p[1] = 0x80 | 127;
		for (int i = 0; i < 8; i++)
			p[2 + i] = (uint8_t)((uint64_t)n >> 8 * (7 - i));
		h = 10;
	}
	uint32_t key = random32();
	memcpy(p + h, &key, 4);
	h += 4;
	if (n)
		memcpy(p + h, data, n);
	if (payload)
		*payload = p + h;
	else
		xor_mask(p + h, n, key);
	return h + n;
}

static void send_control(struct conn *c, int op, const uint8_t *data, size_t n)
{
	uint8_t f[140];
	conn_write(c, f, put_frame(f, op, data, n, NULL));
}

static void send_whole(struct conn *c, const struct tmpl *t)
{
	uint8_t *f = need(malloc(t->len + 16));
	size_t n = put_frame(f, binary ? OP_BINARY : OP_TEXT, t->data, t->len, NULL);
	conn_write(c, f, n);
	free(f);
}

/* Sends the next count messages of this connection in one piece. */
static void send_messages(struct conn *c, int count, uint64_t due)
{
	size_t n = 0;
	uint64_t now = due ? due : now_ns();
	for (int i = 0; i < count; i++) {
		uint8_t *p, *frame = wbuf + n;
		n += put_frame(frame, binary ? OP_BINARY : OP_TEXT, message.data, message.len, &p);
		if (message.seq_at >= 0)
			put_digits(p + message.seq_at, SEQ_FIRST + c->sent, SEQ_DIGITS);
		if (message.pub_at >= 0)
			put_digits(p + message.pub_at,
			           PUB_FIRST + (c->publisher ? (uint32_t)(c->index - nconn) : 0), PUB_DIGITS);
		uint32_t key;
		memcpy(&key, p - 4, 4);
		xor_mask(p, message.len, key);
		if (mode == FANOUT) {
			size_t slot = (size_t)(c->index - nconn) * (size_t)depth + c->sent % (uint32_t)depth;
			slot_sent[slot] = now;
			slot_count[slot] = 0;
		} else {
			c->sent_at[c->sent % (uint32_t)depth] = now;
		}
		c->sent++;
		n_sent++;
	}
	conn_write(c, wbuf, n);
}

/* ---------------------------------------------------------------- what comes in */

/* A message is complete; returns how many more this connection should send now. */
static int on_message(struct conn *c, uint64_t now)
{
	uint32_t seq = 0, pub = 0;
	if (mode == FANOUT) {
		if (c->publisher) {
			n_pub_received++;
			return 0;
		}
		if (answer.pub_at >= 0) {
			if (!get_digits(c->match.pub, PUB_DIGITS, &pub) || pub < PUB_FIRST ||
			    pub - PUB_FIRST >= (uint32_t)npub)
				goto wrong;
			pub -= PUB_FIRST;
		}
		if (answer.seq_at >= 0) {
			if (!get_digits(c->match.seq, SEQ_DIGITS, &seq) || seq - SEQ_FIRST != c->next[pub])
				goto wrong;
		}
		seq = c->next[pub]++;
		c->received++;
		n_received++;
		size_t slot = pub * (size_t)depth + seq % (uint32_t)depth;
		uint64_t took = now - slot_sent[slot];
		if (measuring) {
			m_count++;
			hist_add(&latency, took);
		}
		if (++slot_count[slot] == (uint32_t)(nconn - nslow)) {
			n_completed++;
			if (measuring) {
				m_messages++;
				hist_add(&completion, took);
			}
			if (sending)
				send_messages(&conns[nconn + (int)pub], 1, 0);
		}
		return 0;
	}
	if (answer.seq_at >= 0 &&
	    (!get_digits(c->match.seq, SEQ_DIGITS, &seq) || seq - SEQ_FIRST != c->received))
		goto wrong;
	if (c->received == c->sent)
		goto wrong;
	if (measuring) {
		m_count++;
		hist_add(&latency, now - c->sent_at[c->received % (uint32_t)depth]);
	}
	c->received++;
	n_received++;
	return sending && open_rate <= 0;
wrong:
	complain(c, "wrong number in message %u: %.8s", c->received, (char *)c->match.seq);
	n_bad++;
	return 0;
}

static void on_ready(struct conn *c)
{
	c->state = READY;
	n_ready++;
	memset(&c->match, 0, sizeof c->match);
	if (mode == CONNECT) {
		uint8_t code[2] = { 1000 >> 8, 1000 & 255 };
		if (measuring) {
			m_count++;
			hist_add(&latency, now_ns() - c->started);
		}
		n_received++;
		c->state = CLOSING;
		send_control(c, OP_CLOSE, code, 2);
	}
}

/* The first subscribers stop reading: from here on nothing is known of them. */
static void deafen(void)
{
	for (int i = 0; i < nslow; i++) {
		conns[i].state = DEAF;
		epoll_ctl(epfd, EPOLL_CTL_DEL, conns[i].fd, NULL);
	}
}

static void protocol_error(struct conn *c, const char *what)
{
	complain(c, "%s", what);
	n_proto++;
	conn_end(c, false);
}

/* Payload bytes of a data frame. Returns the messages to send next, or -1: connection is gone. */
static int on_data(struct conn *c, const uint8_t *p, size_t n, bool last, uint64_t now)
{
	int more = 0;
	if (c->state == CLOSING && mode == CONNECT)
		return 0;               /* what the server says once more before it closes too */
	if (c->state == GREETING) {
		if (!match_bytes(&c->match, &hello_answer, p, n)) {
			protocol_error(c, "wrong answer to the greeting");
			return -1;
		}
		if (c->match.pos == hello_answer.len)
			on_ready(c);
		return 0;
	}
	if (c->publisher) {
		if (last)
			on_message(c, now);
		return 0;
	}
	if (records) {
		while (n) {
			size_t take = answer.len - c->match.pos;
			take = take < n ? take : n;
			if (!match_bytes(&c->match, &answer, p, take)) {
				complain(c, "wrong content after %u messages", c->received);
				n_bad++;
				conn_end(c, false);
				return -1;
			}
			p += take;
			n -= take;
			if (c->match.pos == answer.len) {
				more += on_message(c, now);
				c->match.pos = 0;
			}
		}
		return more;
	}
	bool ok = match_bytes(&c->match, &answer, p, n);
	if (ok && !last)
		return 0;
	if (ok && c->match.pos == answer.len && c->message_op == (binary ? OP_BINARY : OP_TEXT)) {
		more = on_message(c, now);
		c->match.pos = 0;
		return more;
	}
	complain(c, "wrong content or type in message %u", c->received);
	n_bad++;
	conn_end(c, false);
	return -1;
}

/* A control frame is complete. */
static bool on_control(struct conn *c)
{
	if (c->op == OP_PING) {
		n_pings++;
		send_control(c, OP_PONG, c->control, c->control_len);
	} else if (c->op == OP_CLOSE) {
		if (c->state == CLOSING) {
			conn_end(c, true);
			return false;
		}
		complain(c, "closed by the server with %d",
		         c->control_len >= 2 ? c->control[0] << 8 | c->control[1] : 1005);
		conn_end(c, false);
		return false;
	}
	return c->state != CLOSED;
}

/* Frames, in whatever pieces they come. Returns false if the connection is gone. */
static bool on_frames(struct conn *c, const uint8_t *p, size_t n)
{
	uint64_t now = now_ns();
	const uint8_t *end = p + n;
	int more = 0;

	while (p < end || (c->in_frame && c->left == 0)) {
		if (!c->in_frame) {
			const uint8_t *h = p;
			size_t have = (size_t)(end - p), need_len;
			if (c->head_len) {
				h = c->head;
				c->head[c->head_len++] = *p++;
				have = c->head_len;
			}
			need_len = have < 2 ? 2 : (h[1] & 127) == 126 ? 4 : (h[1] & 127) == 127 ? 10 : 2;
			if (have < need_len) {
				if (h == p) {
					memcpy(c->head, p, have);
					c->head_len = (uint8_t)have;
					p = end;
				}
				continue;
			}
			c->op = h[0] & 15;
			c->fin = h[0] >> 7;
			c->left = h[1] & 127;
			if (h[0] & 0x70 || h[1] & 0x80) {
				protocol_error(c, "reserved bits or mask in a frame");
				return false;
			}
			if (c->left == 126) {
				c->left = (uint64_t)h[2] << 8 | h[3];
			} else if (c->left == 127) {
				c->left = 0;
				for (int i = 0; i < 8; i++)
					c->left = c->left << 8 | h[2 + i];
			}
			if (c->head_len)
				c->head_len = 0;
			else
				p += need_len;
			c->in_frame = true;
			if (c->op >= 8) {
				if (c->op > OP_PONG || !c->fin || c->left > 125) {
					protocol_error(c, "bad control frame");
					return false;
				}
				if (!c->control)
					c->control = need(malloc(125));
				c->control_len = 0;
			} else {
				if (c->op > OP_BINARY || (c->op == OP_CONT) != c->in_message) {
					protocol_error(c, "bad opcode or continuation");
					return false;
				}
				if (c->op != OP_CONT)
					c->message_op = c->op;
				c->in_message = !c->fin;
			}
		}
		size_t take = (size_t)(end - p) < c->left ? (size_t)(end - p) : (size_t)c->left;
		c->left -= take;
		if (c->left == 0)
			c->in_frame = false;
		if (c->op >= 8) {
			memcpy(c->control + c->control_len, p, take);
			c->control_len += (uint8_t)take;
			p += take;
			if (c->left == 0 && !on_control(c))
				return false;
		} else {
			int r = on_data(c, p, take, c->fin && c->left == 0, now);
			p += take;
			if (r < 0)
				return false;
			more += r;
		}
		if (c->state == CLOSED)
			return false;
		if (c->left > 0)
			break;
	}
	if (more)
		send_messages(c, more, 0);
	return c->state != CLOSED;
}

/* The answer to the upgrade request; what follows it may already be frames. */
static void on_upgrade(struct conn *c)
{
	char peek[4096];
	ssize_t n = recv(c->fd, peek, sizeof peek - 1, MSG_PEEK);
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		complain(c, "no answer to the upgrade: %s", n ? strerror(errno) : "closed");
		conn_end(c, false);
		return;
	}
	peek[n] = 0;
	char *end = memmem(peek, (size_t)n, "\r\n\r\n", 4);
	if (!end) {
		if (n == sizeof peek - 1)
			protocol_error(c, "endless answer to the upgrade");
		return;
	}
	ssize_t head = end + 4 - peek;
	if (recv(c->fd, peek, (size_t)head, 0) != head)
		die("recv: %s", strerror(errno));
	peek[head] = 0;
	char *accept = strcasestr(peek, "\r\nSec-WebSocket-Accept:");
	if (strncmp(peek, "HTTP/1.1 101", 12) != 0 || !accept) {
		complain(c, "refused: %.60s", peek);
		conn_end(c, false);
		return;
	}
	accept += 23;
	accept += strspn(accept, " ");
	if (strncmp(accept, WS_ACCEPT, strlen(WS_ACCEPT)) != 0) {
		protocol_error(c, "wrong Sec-WebSocket-Accept");
		return;
	}
	const struct tmpl *greet = c->publisher ? &hello_pub : &hello;
	if (greet->len) {
		c->state = GREETING;
		send_whole(c, greet);
		if (!hello_answer.len && c->state == GREETING)
			on_ready(c);
	} else {
		on_ready(c);
	}
}

static void conn_start(struct conn *c)
{
	int one = 1;
	c->head_len = 0;
	c->in_frame = c->in_message = c->want_out = false;
	c->left = 0;
	memset(&c->match, 0, sizeof c->match);
	c->state = CONNECTING;
	c->started = now_ns();
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		die("socket: %s (connection %d)", strerror(errno), c->index);
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (c->index < nslow) {
		/* So that the server feels it soon: by itself a connection over loopback, whose segments
		   are of 64 KiB, has room for some MiB in the buffers of both ends. */
		int small = 4096, segment = 1400;
		setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
		setsockopt(c->fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
	}
	if (nsource > 1) {
		struct sockaddr_in src = { .sin_family = AF_INET };
		src.sin_addr.s_addr = htonl(0x7f000001u + (uint32_t)(c->index % nsource));
		setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
		if (bind(c->fd, (struct sockaddr *)&src, sizeof src) < 0)
			die("bind: %s", strerror(errno));
	}
	if (connect(c->fd, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS)
		die("connect: %s (connection %d)", strerror(errno), c->index);
	c->want_out = true;
	struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT, .data.ptr = c };
	if (epoll_ctl(epfd, EPOLL_CTL_ADD, c->fd, &ev) < 0)
		die("epoll_ctl: %s", strerror(errno));
}

static void on_connected(struct conn *c)
{
	int err = 0;
	socklen_t len = sizeof err;
	getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &len);
	if (err) {
		complain(c, "connect: %s", strerror(err));
		conn_end(c, false);
		return;
	}
	char req[6144];
	int n = snprintf(req, sizeof req,
	                 "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\n"
	                 "Connection: Upgrade\r\nSec-WebSocket-Key: " WS_KEY "\r\n"
	                 "Sec-WebSocket-Version: 13\r\n%s\r\n",
	                 c->publisher ? path_pub : path_main, host, port, headers);
	c->state = UPGRADING;
	watch(c, false);
	conn_write(c, (uint8_t *)req, (size_t)n);
}

static void on_event(struct conn *c, uint32_t events)
{
	if (c->state == CLOSED || c->state == DEAF)
		return;
	if (c->state == CONNECTING) {
		on_connected(c);
		return;
	}
	if (events & EPOLLOUT && !conn_flush(c))
		return;
	if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
		return;
	if (c->state == UPGRADING) {
		on_upgrade(c);
		return;
	}
	ssize_t n = recv(c->fd, rbuf, READ_BUFFER, 0);
	if (n > 0) {
		on_frames(c, rbuf, (size_t)n);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		complain(c, "connection lost: %s", n ? strerror(errno) : "closed without closing handshake");
		conn_end(c, false);
	}
}

/* One round of the event loop; waits until the deadline at most. */
static void poll_once(uint64_t deadline)
{
	static struct epoll_event ev[1024];
	struct timespec ts = { 0, 0 };
	if (!spin) {
		uint64_t now = now_ns(), ns = deadline > now ? deadline - now : 0;
		ts.tv_sec = (time_t)(ns / 1000000000u);
		ts.tv_nsec = (long)(ns % 1000000000u);
	}
	int n = epoll_pwait2(epfd, ev, 1024, &ts, NULL);
	for (int i = 0; i < n; i++)
		on_event(ev[i].data.ptr, ev[i].events);
}

static void poll_until(uint64_t deadline)
{
	while (now_ns() < deadline)
		poll_once(deadline);
}

/* ---------------------------------------------------------------- runs */

static void open_all(void)
{
	int started = 0;
	uint64_t progress = now_ns();
	int seen = 0;
	while (n_ready + n_failed < total) {
		while (started < total && started - n_ready - n_failed < 200)
			conn_start(&conns[started++]);
		poll_once(now_ns() + 100000000u);
		if (seen != n_ready) {
			seen = n_ready;
			progress = now_ns();
		} else if (now_ns() - progress > 20000000000u) {
			die("only %d of %d connections came up", n_ready, total);
		}
	}
	if (n_failed)
		die("%d of %d connections failed (-v says why)", n_failed, total);
}

static void close_all(void)
{
	uint64_t before = n_closed + n_dropped;
	uint8_t code[2] = { 1000 >> 8, 1000 & 255 };
	int open = 0, batch = 0;
	tear_down = true;
	for (int i = 0; i < total; i++) {
		if (conns[i].state != READY)
			continue;
		open++;
		conns[i].state = CLOSING;
		send_control(&conns[i], OP_CLOSE, code, 2);
		if (++batch % 200 == 0)
			poll_once(now_ns());
	}
	uint64_t deadline = now_ns() + 10000000000u;
	while (n_closed + n_dropped - before < (uint64_t)open && now_ns() < deadline)
		poll_once(now_ns() + 100000000u);
}

/* Waits for what is still due, as long as some of it keeps coming. */
static void drain(uint64_t *have, uint64_t due)
{
	uint64_t last = *have, since = now_ns();
	while (*have < due && now_ns() - since < 3000000000u) {
		poll_once(now_ns() + 10000000u);
		if (*have != last) {
			last = *have;
			since = now_ns();
		}
	}
}

struct window {
	uint64_t t, server, own;
};

static struct window mark(void)
{
	return (struct window){ now_ns(), server_cpu_ns(), own_cpu_ns() };
}

static void print_window(struct window a, struct window b)
{
	double s = (double)(b.t - a.t) / 1e9;
	printf("rate=%.0f", (double)m_count / s);
	if (mode == FANOUT)
		printf(" broadcasts=%.1f", (double)m_messages / s);
	printf(" p50=%.1f p99=%.1f p999=%.1f max=%.1f", hist_us(&latency, .5), hist_us(&latency, .99),
	       hist_us(&latency, .999), (double)latency.max / 1e3);
	if (mode == FANOUT)
		printf(" last_p50=%.1f last_p99=%.1f last_p999=%.1f", hist_us(&completion, .5),
		       hist_us(&completion, .99), hist_us(&completion, .999));
	if (npids)
		printf(" srv_cpu_us=%.3f srv_util=%.2f srv_rss_kib=%ld",
		       m_count ? (double)(b.server - a.server) / 1e3 / (double)m_count : 0,
		       (double)(b.server - a.server) / 1e9 / s, server_rss_kib());
	printf(" cli_util=%.2f", (double)(b.own - a.own) / 1e9 / s);
}

/* Sends what is due by the clock; returns when the next message is due. */
static uint64_t send_due(uint64_t start, uint64_t *count)
{
	static int turn;
	for (;;) {
		uint64_t due = start + (uint64_t)((double)*count * 1e9 / open_rate);
		if (due > now_ns())
			return due;
		int tried = 0;
		struct conn *c;
		do {
			c = &conns[turn];
			turn = turn + 1 == total ? 0 : turn + 1;
		} while ((c->state != READY || c->sent - c->received >= (uint32_t)depth) && ++tried < total);
		if (tried == total)
			return now_ns();    /* every connection is full: the message stays due */
		send_messages(c, 1, due);
		++*count;
	}
}

static struct window run_echo(uint64_t end)
{
	static uint64_t start, count;
	if (open_rate > 0) {
		if (!start)
			start = now_ns();
		for (uint64_t t; (t = now_ns()) < end;) {
			uint64_t next = send_due(start, &count);
			poll_once(next < end ? next : end);
		}
	} else {
		poll_until(end);
	}
	return mark();
}

static int report(bool ok)
{
	printf(" sent=%llu received=%llu lost=%lld bad=%llu proto=%llu closed=%llu dropped=%llu",
	       (unsigned long long)n_sent, (unsigned long long)n_received,
	       (long long)(mode == FANOUT ? n_sent * (uint64_t)(nconn - nslow) : mode == CONNECT ? n_received : n_sent) -
	           (long long)n_received,
	       (unsigned long long)n_bad, (unsigned long long)n_proto, (unsigned long long)n_closed,
	       (unsigned long long)n_dropped);
	if (n_pings)
		printf(" pings=%llu", (unsigned long long)n_pings);
	ok = ok && !n_bad && !n_proto && !n_dropped && !n_failed;
	printf(" ok=%d\n", ok);
	return ok ? 0 : 1;
}

static int main_load(void)
{
	uint64_t due;
	open_all();
	poll_until(now_ns() + 200000000u);
	deafen();
	sending = true;
	if (mode == ECHO && open_rate <= 0)
		for (int i = 0; i < total; i++)
			send_messages(&conns[i], depth, 0);
	if (mode == FANOUT)
		for (int k = 0; k < npub; k++)
			send_messages(&conns[nconn + k], depth, 0);
	run_echo(now_ns() + (uint64_t)(warm_s * 1e9));
	struct window a = mark();
	measuring = true;
	struct window b = run_echo(a.t + (uint64_t)(measure_s * 1e9));
	measuring = sending = false;
	due = mode == FANOUT ? n_sent * (uint64_t)(nconn - nslow) : n_sent;
	drain(&n_received, due);
	print_window(a, b);
	bool ok = n_received == due;
	if (!no_close)
		close_all();
	return report(ok && (no_close || n_closed == (uint64_t)(total - nslow)));
}

static int main_connect(void)
{
	sending = true;
	for (int i = 0; i < total; i++)
		conn_start(&conns[i]);
	poll_until(now_ns() + (uint64_t)(warm_s * 1e9));
	struct window a = mark();
	measuring = true;
	poll_until(a.t + (uint64_t)(measure_s * 1e9));
	struct window b = mark();
	measuring = false;
	tear_down = true;
	uint64_t deadline = now_ns() + 3000000000u;
	for (int i = 0; i < total && now_ns() < deadline;)
		if (conns[i].state == CLOSED)
			i++;
		else
			poll_once(now_ns() + 10000000u);
	print_window(a, b);
	return report(n_closed == n_received);
}

/* One message on every connection, at most 500 at a time. */
static void touch_all(void)
{
	uint64_t due = n_received;
	for (int i = 0; i < total; i += 500) {
		for (int j = i; j < total && j < i + 500; j++)
			if (conns[j].state == READY) {
				send_messages(&conns[j], 1, 0);
				due++;
			}
		drain(&n_received, due);
	}
}

static int main_idle(void)
{
	long rss0 = server_rss_kib(), rss1, rss2, rss3;
	uint64_t t0 = now_ns();
	open_all();
	double opened = (double)(now_ns() - t0) / 1e9;
	poll_until(now_ns() + 2000000000u);
	rss1 = server_rss_kib();
	touch_all();
	poll_until(now_ns() + 2000000000u);
	rss2 = server_rss_kib();
	struct window a = mark();
	poll_until(now_ns() + (uint64_t)(measure_s * 1e9));
	struct window b = mark();
	rss3 = server_rss_kib();
	touch_all();
	printf("connections=%d open_s=%.2f rss_start_kib=%ld rss_open_kib=%ld rss_touched_kib=%ld "
	       "rss_held_kib=%ld open_bytes_per_conn=%.0f held_bytes_per_conn=%.0f idle_srv_util=%.4f",
	       n_ready, opened, rss0, rss1, rss2, rss3, (double)(rss1 - rss0) * 1024 / total,
	       (double)(rss3 - rss0) * 1024 / total, (double)(b.server - a.server) / (double)(b.t - a.t));
	bool ok = n_received == n_sent;
	if (!no_close)
		close_all();
	return report(ok);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		die("usage: wsload echo|fanout|connect|idle [options]; the head of wsload.c explains them");
	if (!strcmp(argv[1], "echo"))
		mode = ECHO;
	else if (!strcmp(argv[1], "fanout"))
		mode = FANOUT;
	else if (!strcmp(argv[1], "connect"))
		mode = CONNECT;
	else if (!strcmp(argv[1], "idle"))
		mode = IDLE;
	else
		die("unknown mode %s", argv[1]);
	argv++, argc--;
	bool have_hello_pub = false;
	for (int o; (o = getopt(argc, argv, "h:p:u:U:c:k:z:d:s:m:f:e:x:bRi:I:o:H:t:w:r:P:C:BA:nv")) != -1;) {
		switch (o) {
		case 'h': host = optarg; break;
		case 'p': port = atoi(optarg); break;
		case 'u': path_main = optarg; break;
		case 'U': path_pub = optarg; break;
		case 'c': nconn = atoi(optarg); break;
		case 'k': npub = atoi(optarg); break;
		case 'z': nslow = atoi(optarg); break;
		case 'd': depth = atoi(optarg); break;
		case 's': raw_size = strtoul(optarg, NULL, 10); break;
		case 'm': tmpl_text(&message, optarg); break;
		case 'f': tmpl_file(&message, optarg); break;
		case 'e': tmpl_text(&answer, optarg); break;
		case 'x': tmpl_file(&answer, optarg); break;
		case 'b': binary = true; break;
		case 'R': records = true; break;
		case 'i': tmpl_text(&hello, optarg); break;
		case 'I': tmpl_text(&hello_pub, optarg); have_hello_pub = true; break;
		case 'o': tmpl_text(&hello_answer, optarg); break;
		case 'H':
			if (strlen(headers) + strlen(optarg) + 3 > sizeof headers)
				die("too many headers");
			strcat(strcat(headers, optarg), "\r\n");
			break;
		case 't': measure_s = atof(optarg); break;
		case 'w': warm_s = atof(optarg); break;
		case 'r': open_rate = atof(optarg); break;
		case 'P':
			if (npids == 64)
				die("too many processes");
			pids[npids++] = atoi(optarg);
			break;
		case 'C': cpu = atoi(optarg); break;
		case 'B': spin = true; break;
		case 'A': nsource = atoi(optarg); break;
		case 'n': no_close = true; break;
		case 'v': verbose = true; break;
		default: exit(2);
		}
	}
	if (nconn < 1 || depth < 1 || npub < 1 || npub > MAX_PUBS)
		die("bad count");
	if (!message.data)
		tmpl_raw(&message, raw_size, binary);
	if (!answer.data)
		answer = message;
	if (!answer.len)
		die("the answer must not be empty");
	if (!have_hello_pub)
		hello_pub = hello;
	if (!path_pub)
		path_pub = path_main;
	if (nslow < 0 || (nslow && (mode != FANOUT || nslow >= nconn)))
		die("too many that do not read");
	if (mode == FANOUT && npub > 1 && answer.pub_at < 0)
		die("with several publishers the message needs @@");
	if (mode == IDLE || mode == CONNECT)
		open_rate = 0, depth = 1;
	total = mode == FANOUT ? nconn + npub : nconn;
	if (!nsource)
		nsource = mode == CONNECT ? 16 : 1 + total / 20000;

	if (cpu >= 0) {
		cpu_set_t set;
		CPU_ZERO(&set);
		CPU_SET(cpu, &set);
		if (sched_setaffinity(0, sizeof set, &set) < 0)
			die("CPU %d: %s", cpu, strerror(errno));
	}
	struct rlimit rl = { (rlim_t)total + 64, (rlim_t)total + 64 }, have;
	getrlimit(RLIMIT_NOFILE, &have);
	if (have.rlim_cur < rl.rlim_cur) {
		if (have.rlim_max > rl.rlim_max)
			rl.rlim_max = have.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &rl) < 0)
			die("cannot have %d open files: %s", total, strerror(errno));
	}
	signal(SIGPIPE, SIG_IGN);
	rng_state ^= now_ns() | 1;
	server.sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, host, &server.sin_addr) != 1)
		die("bad address %s", host);

	epfd = epoll_create1(EPOLL_CLOEXEC);
	rbuf = need(malloc(READ_BUFFER));
	wbuf_cap = (message.len + 14) * (size_t)depth;
	wbuf = need(malloc(wbuf_cap));
	conns = need(calloc((size_t)total, sizeof *conns));
	for (int i = 0; i < total; i++) {
		conns[i].index = i;
		conns[i].fd = -1;
		conns[i].publisher = mode == FANOUT && i >= nconn;
		conns[i].sent_at = need(calloc((size_t)depth, sizeof(uint64_t)));
		if (mode == FANOUT)
			conns[i].next = need(calloc((size_t)npub, sizeof(uint32_t)));
	}
	slot_count = need(calloc((size_t)npub * (size_t)depth, sizeof *slot_count));
	slot_sent = need(calloc((size_t)npub * (size_t)depth, sizeof *slot_sent));

	switch (mode) {
	case CONNECT: return main_connect();
	case IDLE: return main_idle();
	default: return main_load();
	}
}
