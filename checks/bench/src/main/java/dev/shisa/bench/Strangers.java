package dev.shisa.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Strangers from many addresses of the loopback, in a process of their own so that what they cost is known: some ask as often as they are
 * told over connections that they keep, others open a connection, begin a request and go on with a byte now and then, and some send a large
 * file with a form of the public pages and do not come to an end with it.
 *
 * <p>Requests are bytes made beforehand, answers are read as far as their length, sessions of TLS are used again: what is left is TLS
 * itself. Who is behind the clock sends the next request at once, and what was not sent in time is not made up for.
 */
final class Strangers {

    /** Connections that are kept, each from an address of its own. */
    private static final int KEPT = 64;

    private static final int SLOW_ADDRESSES = 10;

    /** Connections over which a large file comes, each from an address of its own. */
    private static final int FILES = 100;

    private static final int FILE_BYTES = 20 << 20;
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final long BEHIND_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int ANSWER_MS_MAX = 30_000;

    private final Path data;
    private final InetSocketAddress server;
    private final long end;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong slowOpened = new AtomicLong();
    private final AtomicLong slowHeld = new AtomicLong();
    private final AtomicLong filesTaken = new AtomicLong();

    private Strangers(Path data, int port, int seconds) {
        this.data = data;
        this.server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Data folder, port, requests a second, slow connections, seconds; prints one line of numbers at the end. */
    public static void main(String[] args) throws Exception {
        int each = Integer.parseInt(args[2]);
        int slow = Integer.parseInt(args[3]);
        Strangers strangers = new Strangers(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[4]));
        strangers.run(each, slow);
        System.out.printf(
                Locale.ROOT,
                "%d %d %d %d %d %d %d%n",
                strangers.sent.get(),
                strangers.refused.get(),
                strangers.limited.get(),
                strangers.broken.get(),
                strangers.slowOpened.get(),
                strangers.slowHeld.get(),
                strangers.filesTaken.get());
    }

    private void run(int each, int slow) throws IOException, InterruptedException {
        SSLContext trust = dev.shisa.driver.Client.trust(data);
        List<byte[]> requests = requests();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < KEPT; i++) {
            int number = i;
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .start(() -> ask(trust, number, requests, TimeUnit.SECONDS.toNanos(1) * KEPT / each)));
        }
        for (int i = 0; i < SLOW_ADDRESSES; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().daemon().start(() -> dawdle(trust, number, slow / SLOW_ADDRESSES)));
        }
        for (int i = 0; i < FILES; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().daemon().start(() -> send(trust, number)));
        }
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + ANSWER_MS_MAX));
        }
    }

    /** Of four: the public pages, signing in, what is not there, and bodies to wherever. */
    private List<byte[]> requests() {
        String host = "localhost:" + server.getPort();
        List<byte[]> all = new ArrayList<>();
        for (String path : List.of("/public/ja/", "/public/en/", "/.well-known/security.txt", "/nobody-has-this")) {
            all.add(get(path, host));
        }
        all.add(get("/sign-in", host));
        all.add(get("/products", host));
        all.add(post("/sign-in", "application/x-www-form-urlencoded", "email=a%40b.example&password=x", host));
        all.add(post("/nowhere/" + "a".repeat(40), "application/octet-stream", "x".repeat(4_096), host));
        all.add(post("/products/x/files", "multipart/form-data; boundary=b", "--b\r\n" + "x".repeat(8_192), host));
        all.add(post("/public/report", "application/x-www-form-urlencoded", "text=" + "y".repeat(2_000), host));
        return all;
    }

    private static byte[] get(String path, String host) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] post(String path, String type, String body, String host) {
        return ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private SSLSocket connect(SSLContext trust, String from) throws IOException {
        Socket plain = new Socket();
        plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        plain.connect(server, ANSWER_MS_MAX);
        plain.setSoTimeout(ANSWER_MS_MAX);
        plain.setTcpNoDelay(true);
        return (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", server.getPort(), true);
    }

    private void ask(SSLContext trust, int number, List<byte[]> requests, long everyNanos) {
        String from = "127.0." + (10 + number % 50) + "." + (1 + number);
        int next = number;
        long due = System.nanoTime() + everyNanos * number / KEPT;
        while (System.nanoTime() < end) {
            try (SSLSocket socket = connect(trust, from)) {
                OutputStream out = socket.getOutputStream();
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
                boolean kept = true;
                while (kept && System.nanoTime() < end) {
                    long wait = due - System.nanoTime();
                    if (wait > 0) {
                        TimeUnit.NANOSECONDS.sleep(wait);
                    } else if (-wait > BEHIND_MAX_NANOS) {
                        due = System.nanoTime();
                    }
                    due += everyNanos;
                    out.write(requests.get(next++ % requests.size()));
                    kept = answered(in);
                }
            } catch (IOException e) {
                broken.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Reads one answer; false if the connection ends with it. */
    private boolean answered(InputStream in) throws IOException {
        String status = PublicReader.line(in);
        boolean kept = true;
        long length = 0;
        boolean chunked = false;
        for (String line = PublicReader.line(in); !line.isEmpty(); line = PublicReader.line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("connection:")) {
                kept = !lower.endsWith("close");
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        if (chunked) {
            for (int size = Integer.parseInt(PublicReader.line(in), 16);
                    size > 0;
                    size = Integer.parseInt(PublicReader.line(in), 16)) {
                in.skipNBytes(size + 2L);
            }
            PublicReader.line(in);
        } else {
            in.skipNBytes(length);
        }
        sent.incrementAndGet();
        if (status.startsWith("HTTP/1.1 503")) {
            refused.incrementAndGet();
        } else if (status.startsWith("HTTP/1.1 429")) {
            limited.incrementAndGet();
        }
        return kept;
    }

    /** Keeps so many requests begun: half of them in their head, half in a body. The server ends them, and they come again. */
    private void dawdle(SSLContext trust, int number, int count) {
        String from = "127.1.0." + (1 + number);
        List<SSLSocket> open = new ArrayList<>();
        try {
            while (System.nanoTime() < end) {
                for (int i = open.size(); i < count; i++) {
                    SSLSocket socket = connect(trust, from);
                    socket.getOutputStream()
                            .write((i % 2 == 0
                                            ? "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                                            : "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                                    + " application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\na=")
                                    .getBytes(StandardCharsets.US_ASCII));
                    open.add(socket);
                    slowOpened.incrementAndGet();
                }
                TimeUnit.SECONDS.sleep(2);
                open.removeIf(Strangers::hasEnded);
                slowHeld.accumulateAndGet(open.size(), Math::max);
            }
        } catch (IOException e) {
            broken.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A report with a file that never comes to its end: as much of it as the server takes, again and again. */
    private void send(SSLContext trust, int number) {
        String from = "127.2.0." + (1 + number);
        byte[] piece = new byte[1 << 16];
        while (System.nanoTime() < end) {
            try (SSLSocket socket = connect(trust, from)) {
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
                OutputStream out = socket.getOutputStream();
                String host = "localhost:" + server.getPort();
                out.write(("GET /public/report HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                StringBuilder cookies = new StringBuilder();
                Matcher token = TOKEN.matcher(page(in, cookies));
                if (!token.find()) {
                    TimeUnit.SECONDS.sleep(1);
                    continue;
                }
                String begin = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n";
                out.write(("POST /public/report?_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)
                                + " HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookies
                                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " + FILE_BYTES
                                + "\r\n\r\n" + begin)
                        .getBytes(StandardCharsets.US_ASCII));
                // All but the last piece: the request stays open until the server ends it.
                for (int sentBytes = 0;
                        sentBytes < FILE_BYTES - 2 * piece.length && in.available() == 0;
                        sentBytes += piece.length) {
                    out.write(piece);
                }
                if (in.available() == 0) {
                    filesTaken.incrementAndGet();
                }
                while (System.nanoTime() < end && in.available() == 0) {
                    TimeUnit.MILLISECONDS.sleep(200);
                }
            } catch (IOException e) {
                // Refused: an end of the connection while the file still came.
                Thread.onSpinWait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Reads a page whole, and the cookies that come with it. */
    private static String page(InputStream in, StringBuilder cookies) throws IOException {
        PublicReader.line(in);
        int length = 0;
        boolean chunked = false;
        for (String line = PublicReader.line(in); !line.isEmpty(); line = PublicReader.line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            } else if (lower.startsWith("set-cookie:")) {
                cookies.append(cookies.isEmpty() ? "" : "; ")
                        .append(line.substring(11).strip().replaceFirst(";.*", ""));
            }
        }
        if (!chunked) {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        StringBuilder whole = new StringBuilder();
        for (int size = Integer.parseInt(PublicReader.line(in), 16);
                size > 0;
                size = Integer.parseInt(PublicReader.line(in), 16)) {
            whole.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            PublicReader.line(in);
        }
        PublicReader.line(in);
        return whole.toString();
    }

    private static boolean hasEnded(SSLSocket socket) {
        try {
            socket.getOutputStream().write('a');
            if (socket.getInputStream().available() == 0) {
                return false;
            }
            socket.close();
            return true;
        } catch (IOException e) {
            return true;
        }
    }
}
