package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Addresses and headers as nobody means them are refused: none is a fault of ours, and none is told to whoever reads the log for faults. */
class StrangeRequestsTest extends RealServerTest {

    private static final long SEED = Long.getLong("shisa.fuzz.seed", 20_261_123L);

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH");

    private static final List<String> PATHS = List.of(
            "/",
            "/sign-in",
            "/set-up",
            "/public/",
            "/public/report",
            "/public/report/guide",
            "/public/notices",
            "/answer/x",
            "/supplier/x",
            "/evaluation/x",
            "/exchange",
            "/handed/x",
            "/reset/x",
            "/invitation/x",
            "/api/v1/series",
            "/api/v1/openapi.json",
            "/help",
            "/css/shisa.css",
            "/img/favicon.svg",
            "/.well-known/security.txt",
            "/health/live",
            "/error",
            "/nonexistent",
            "/ledger/checkpoint",
            "/sign-in/with/x",
            "/language",
            "/search",
            "/products",
            "/evidence");

    private static final List<String> NAMES = List.of(
            "Accept",
            "Accept-Language",
            "Accept-Encoding",
            "Range",
            "If-None-Match",
            "If-Match",
            "If-Modified-Since",
            "If-Range",
            "Content-Type",
            "Content-Encoding",
            "Authorization",
            "Cookie",
            "Origin",
            "Referer",
            "Upgrade",
            "TE",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "Forwarded",
            "X-HTTP-Method-Override",
            "HX-Request",
            "HX-Current-URL",
            "Idempotency-Key",
            "X-Request-Id");

    private static final List<String> VALUES = List.of(
            "",
            "%zz",
            "%c3%28",
            "%00",
            "%e9",
            "é",
            "a".repeat(5_000),
            "-1",
            "999999999999999999999",
            "bytes=5-1",
            "bytes=0-0,2-3,4-5",
            "text/html;charset=nope",
            "*/*;q=zz",
            "x/y; z",
            "ja;q=foo",
            "-",
            "xx-" + "y".repeat(300),
            "Thu, 99 Foo 1970",
            "\"",
            "W/\"",
            "a\"b",
            ";",
            "=",
            ",",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "application/x-www-form-urlencoded; charset=nope",
            "application/json",
            "gzip",
            "Bearer ",
            "Basic %%%",
            "null",
            "http://evil.example",
            "h2c",
            "[::1]",
            "for=1.2.3.4;host=x;proto=ftp",
            "${jndi:ldap://127.0.0.1/x}");

    private static final List<String> BODIES =
            List.of("", "a=%zz", "{\"a\":", "--b\r\n\r\nx\r\n--b--", "email=%00", "[[[", "\0");

    private static final List<String> PARAMETERS =
            List.of("q", "lang", "page", "next", "sort", "id", "_csrf", "a[]", "");

    @Test
    void noneIsAFaultOfOurs() throws Exception {
        ask(600);
    }

    @Test
    @Tag("long")
    void noneOfManyIsAFaultOfOurs() throws Exception {
        ask(50_000);
    }

    private void ask(int requests) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        List<String> faults = new ArrayList<>();
        try {
            String session = session();
            for (int i = 0; i < requests; i++) {
                String request = request(random, session);
                String status = status(request, "127.0." + (20 + i % 200) + ".1");
                if (!status.matches("HTTP/1.1 ([1-4][0-9][0-9]|501) ?")) {
                    faults.add(status + " <- " + request);
                }
            }
        } finally {
            root.detachAppender(log);
        }
        assertThat(faults).as("seed " + SEED).isEmpty();
        assertThat(log.list)
                .as("seed " + SEED)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .isEmpty();
    }

    private static String request(SplittableRandom random, String session) {
        String method = any(random, METHODS);
        StringBuilder request = new StringBuilder(method).append(' ').append(any(random, PATHS));
        if (random.nextInt(3) > 0) {
            request.append('?').append(any(random, PARAMETERS)).append('=').append(inAddress(any(random, VALUES)));
        }
        request.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (int headers = random.nextInt(4); headers > 0; headers--) {
            request.append(any(random, NAMES))
                    .append(": ")
                    .append(any(random, VALUES))
                    .append("\r\n");
        }
        if (random.nextBoolean()) {
            request.append("Cookie: ").append(session).append("\r\n");
        }
        String body = method.startsWith("P") ? any(random, BODIES) : "";
        return request + (method.startsWith("P") ? "Content-Length: " + body.length() + "\r\n" : "") + "\r\n" + body;
    }

    private static <T> T any(SplittableRandom random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** With the characters that may not stand in an address encoded, escapes as they are. */
    private static String inAddress(String value) {
        StringBuilder out = new StringBuilder();
        for (byte one : value.getBytes(StandardCharsets.ISO_8859_1)) {
            int c = one & 0xff;
            boolean may = c > ' ' && c < 0x7f && "\"<>\\^`{|}#".indexOf(c) < 0;
            out.append(may ? String.valueOf((char) c) : "%%%02x".formatted(c));
        }
        return out.toString();
    }

    /** The first line of the answer; what comes after it is not read. */
    private String status(String request, String from) throws IOException {
        try (Wire wire = connect(from)) {
            wire.send(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = wire.socket().getInputStream();
            StringBuilder line = new StringBuilder();
            for (int one = in.read(); one >= 0 && one != '\r'; one = in.read()) {
                line.append((char) one);
            }
            return line.toString();
        }
    }
}
