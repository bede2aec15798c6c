package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What a stranger can make the server hold by sending: real connections, because the web container is what reads. */
class BodiesAtTheDoorTest extends RealServerTest {

    private static final long LARGE = 190L << 20;
    private static final String TOKEN = "11111111-2222-3333-4444-555555555555";
    private static final String PART =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.bin\"\r\n\r\n";

    @Autowired
    private BodyBudget budget;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private ServletContext servlets;

    private final List<Wire> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws InterruptedException {
        open.forEach(Wire::close);
        await("everything was given back", () -> budget.inFlight(Sender.STRANGER) == 0);
    }

    private Wire wire(String from) throws IOException {
        Wire wire = connect(from);
        open.add(wire);
        return wire;
    }

    private static String head(String method, String path, long length, String... more) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + "Content-Length: " + length + "\r\n" + String.join("", more) + "\r\n";
    }

    /** The token that our pages would mask; zeros are as good a mask. */
    private static String masked() {
        byte[] token = TOKEN.getBytes(StandardCharsets.UTF_8);
        byte[] masked = new byte[token.length * 2];
        System.arraycopy(token, 0, masked, token.length, token.length);
        return java.util.Base64.getUrlEncoder().encodeToString(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in",
                "/answer/xyz",
                "/supplier/abc",
                "/exchange/files",
                "/nonexistent",
                "/public/report",
                "/public/report/xyz",
                "/public/x",
                "/",
                "/css/x.css",
                "//x",
                "/products/new;x",
                "/api/v1/files",
                "/health/ready",
                "/metrics",
                "/products/MC-200/evidence/new"
            })
    void aFileForWhichNobodyHasAskedIsRefusedBeforeItComes(String path) throws Exception {
        for (String method : List.of("POST", "GET", "PUT")) {
            Wire wire = wire("127.0.0.2").send(head(method, path, LARGE)).send(PART);
            String answer = wire.answer();
            assertThat(answer).as(method + " " + path).startsWith("HTTP/1.1 ");
            assertThat(waiting()).as("bytes on disk").isZero();
            if (method.equals("POST")) {
                assertThat(answer).doesNotStartWith("HTTP/1.1 2").containsIgnoringCase("connection: close");
            }
        }
    }

    /** What there is, not only what one thinks of: each route with its methods, the ids in it made up. */
    @Test
    void noRouteReadsAFileOfAStrangerWhoNamesNothingThatThereIs() throws Exception {
        askEveryRoute(20);
    }

    @Test
    @Tag("long")
    void noneOfAllRoutesDoes() throws Exception {
        askEveryRoute(1);
    }

    private void askEveryRoute(int step) throws Exception {
        List<String> routes = mapping.getHandlerMethods().keySet().stream()
                .flatMap(info -> info.getPatternValues().stream()
                        .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " "
                                        + path.replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000"))))
                .sorted()
                .toList();
        assertThat(routes).hasSizeGreaterThan(500);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < routes.size(); i += step) {
            String[] route = routes.get(i).split(" ", 2);
            try (Wire wire = connect("127.0." + (5 + i / 250) + "." + (1 + i % 250))) {
                String answer =
                        wire.send(head(route[0], route[1], LARGE)).send(PART).answer();
                boolean reads = route[0].equals("GET") || route[0].equals("HEAD");
                // A page that takes no body answers as if none came; it is not read, and the connection ends.
                if (!answer.startsWith("HTTP/1.1 ")
                        || answer.startsWith("HTTP/1.1 5")
                        || (!reads && answer.startsWith("HTTP/1.1 2"))
                        || waiting() > 0
                        || budget.inFlight(Sender.STRANGER) > 0) {
                    wrong.add(routes.get(i) + " answered "
                            + answer.lines().findFirst().orElse("nothing"));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aTokenAloneOpensNoPageThatTakesNoFiles() throws Exception {
        String query = "?_csrf=" + masked();
        String cookie = "Cookie: __Host-shisa-csrf=" + TOKEN + "\r\n";
        assertThat(wire("127.0.0.2")
                        .send(head("POST", "/sign-in" + query, LARGE, cookie))
                        .send(PART)
                        .answer())
                .startsWith("HTTP/1.1 415");
        assertThat(wire("127.0.0.2")
                        .send(head("POST", "/supplier/abc" + query, LARGE, cookie))
                        .send(PART)
                        .answer())
                .startsWith("HTTP/1.1 404");
        assertThat(wire("127.0.0.2")
                        .send(head("POST", "/exchange/files" + query, LARGE, cookie))
                        .send(PART)
                        .answer())
                .startsWith("HTTP/1.1 404");
        assertThat(wire("127.0.0.2")
                        .send(head("POST", "/products/import" + query, LARGE, cookie))
                        .send(PART)
                        .answer())
                .doesNotStartWith("HTTP/1.1 2");
        assertThat(waiting()).isZero();
    }

    @Test
    void manyStrangersTogetherHoldNoMoreThanTheSumAndTheirFilesLieForTheOwnerAlone() throws Exception {
        long each = 20L << 20;
        byte[] content = new byte[19 << 20];
        List<Wire> taken = new ArrayList<>();
        int busy = 0;
        for (int i = 1; i <= 8; i++) {
            Wire wire = wire("127.0.1." + i);
            wire.socket().setSoTimeout(2_000);
            wire.send(head("POST", "/public/report/nobody" + i, each)).send(PART);
            if (budget.inFlight(Sender.STRANGER) < taken.size() * each + each && taken.size() >= 2) {
                assertThat(wire.answer()).startsWith("HTTP/1.1 503").contains("upload.busy");
                busy++;
            } else {
                int now = taken.size();
                await("its room was taken", () -> budget.inFlight(Sender.STRANGER) == (now + 1) * each);
                wire.send(content);
                taken.add(wire);
            }
        }
        assertThat(taken).hasSize(2);
        assertThat(busy).isEqualTo(6);
        await("the bytes are on disk", () -> waiting() > 2 * content.length - 100_000);
        assertThat(waiting()).isLessThanOrEqualTo(64L << 20);
        assertThat(java.nio.file.Files.getPosixFilePermissions(
                        DATA.resolve("run").resolve("incoming")))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        // Small ones still come in, and one network has no second share.
        Wire small = wire("127.0.1.99")
                .send(head("POST", "/public/report/nobody", 200))
                .send(PART)
                .send("x\r\n--b--\r\n");
        small.send(new byte[200]);
        assertThat(small.answer()).startsWith("HTTP/1.1 404");
        assertThat(wire("127.0.1.1")
                        .send(head("POST", "/public/report/nobody", each))
                        .send(PART)
                        .answer())
                .startsWith("HTTP/1.1 429")
                .contains("upload.share");
        assertThat(wire("127.0.1.98")
                        .send(head("POST", "/public/report/nobody", 40L << 20))
                        .send(PART)
                        .answer())
                .startsWith("HTTP/1.1 413");
        taken.forEach(Wire::close);
        await("nothing is left", () -> waiting() == 0);
    }

    @Test
    void aBodyWithoutALengthIsNotReadForAStranger() throws Exception {
        String chunked = "POST /public/report/nobody HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\n\r\n";
        assertThat(wire("127.0.0.2").send(chunked).send("5\r\nhello\r\n").answer())
                .startsWith("HTTP/1.1 411");
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void aFormOfManyMegabytesIsNotReadIntoMemory(String method) throws Exception {
        String head = method + " /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000000\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=";
        assertThat(wire("127.0.0.2").send(head).answer()).startsWith("HTTP/1.1 4");
    }

    @Test
    void whoIsSignedInSendsAFileAsBefore() throws Exception {
        String cookies = "Cookie: " + session() + "; __Host-shisa-csrf=" + TOKEN + "\r\n";
        String end = "\r\n--b--\r\n";
        byte[] content = new byte[1 << 20];
        long length = (long) PART.length() + content.length + end.length();
        Wire wire = wire("127.0.0.2");
        wire.send(head("POST", "/organisation/file?_csrf=" + masked(), length, cookies))
                .send(PART)
                .send(content)
                .send(end);
        assertThat(wire.answer())
                .startsWith("HTTP/1.1 ")
                .doesNotStartWith("HTTP/1.1 403")
                .doesNotStartWith("HTTP/1.1 5");
        // The connection goes on: everything of it was read.
        assertThat(wire.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .answer())
                .startsWith("HTTP/1.1 200");
        await("nothing is left", () -> waiting() == 0);
    }

    @Test
    void whoIsSignedInWithoutTheRightIsRefusedBeforeTheFileComes() throws Exception {
        String cookies = "Cookie: " + session("auditor") + "; __Host-shisa-csrf=" + TOKEN + "\r\n";
        for (String path : List.of("/organisation/file", "/products/MC-200/sboms", "/products/import")) {
            Wire wire = wire("127.0.0.2")
                    .send(head("POST", path + "?_csrf=" + masked(), LARGE, cookies))
                    .send(PART);
            assertThat(wire.answer())
                    .as(path)
                    .matches("(?s)HTTP/1.1 40[34].*")
                    .containsIgnoringCase("connection: close");
            assertThat(waiting()).as("bytes on disk").isZero();
        }
    }

    @Test
    void aBodyThatBreaksOffIsNoError() throws Exception {
        ch.qos.logback.classic.Logger root = (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT");
        ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent> seen =
                new ch.qos.logback.core.read.ListAppender<>();
        seen.start();
        root.addAppender(seen);
        try {
            for (int i = 0; i < 5; i++) {
                try (Wire wire = connect("127.0.2." + (i + 1))) {
                    wire.send(head("POST", "/public/report/nobody", 1L << 20))
                            .send(PART)
                            .send(new byte[1000]);
                    await("it is being read", () -> budget.inFlight(Sender.STRANGER) > 0);
                }
                await("it was given up", () -> budget.inFlight(Sender.STRANGER) == 0);
            }
            await(
                    "each was noted",
                    () -> List.copyOf(seen.list).stream()
                                    .filter(e -> e.getFormattedMessage().contains("broke off"))
                                    .count()
                            >= 5);
            assertThat(List.copyOf(seen.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .as("one line each")
                    .filteredOn(line -> line.contains("/public/report/nobody") || line.contains("broke off"))
                    .hasSize(5);
            assertThat(List.copyOf(seen.list))
                    .filteredOn(e -> e.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN))
                    .isEmpty();
        } finally {
            root.detachAppender(seen);
        }
    }

    @Test
    void theContainersOwnFilesLieInTheDataFolder() {
        assertThat(servlets.getRealPath("/")).startsWith(DATA.resolve("run").toString());
        assertThat(servlets.getAttribute(ServletContext.TEMPDIR).toString())
                .startsWith(DATA.resolve("run").toString());
    }

    /** Each as a stranger's report and as a file of somebody signed in. */
    @Test
    void aFormThatIsNoneIsRefusedAndNoError() throws Exception {
        String whole = PART + "x\r\n--b--\r\n";
        List<String> wrong = new ArrayList<>();
        List<ILoggingEvent> told = log(() -> {
            for (String type : List.of(
                    "multipart/form-data",
                    "multipart/form-data;",
                    "multipart/form-data; boundary",
                    "multipart/form-data; boundary=",
                    "multipart/form-data; boundary=\"",
                    "multipart/form-data; boundary=\"\"",
                    "multipart/form-data; boundary=" + "b".repeat(71),
                    "multipart/form-data; boundary=" + "b".repeat(9_000),
                    "multipart/form-data; boundary=\"=?UTF-8?B?%%%?=\"",
                    "multipart/form-data; boundary=\"=?nope?Q?=zz?=\"",
                    "multipart/form-data; boundary*=utf-8''%zz",
                    "multipart/form-data; boundary=b; boundary*=nope''%zz",
                    "multipart/form-data; boundary=b; charset=nope",
                    "multipart/mixed; boundary=b",
                    "multipart/",
                    "multipart/form-data/x; boundary=b")) {
                refused(type, whole, wrong);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aPartThatIsNoneIsRefusedAndNoError() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<ILoggingEvent> told = log(() -> {
            for (String head : List.of(
                    "",
                    "Content-Disposition: form-data",
                    "Content-Disposition: form-data; name=\"file\"; filename=\"a\0b\"",
                    "Content-Disposition: form-data; name=\"file\"; filename=\"=?UTF-8?B?%%%?=\"",
                    "Content-Disposition: form-data; name=\"file\"; filename=\"=?nope?Q?=zz?=\"",
                    "Content-Disposition: form-data; name=\"file\"; filename*=utf-8''%zz",
                    "Content-Disposition: form-data; name=\"file\"; filename*=nope''a",
                    "Content-Disposition: form-data; name*=utf-8''%; filename=\"a\"",
                    "Content-Disposition: form-data; name=\"\0\"",
                    "Content-Disposition: form-data; name=\"file\"; filename=\"\"",
                    "Content-Disposition: form-data; name=\"" + "f".repeat(9_000) + "\"",
                    "Content-Disposition: form-data; name=\"file\"\r\nContent-Type: multipart/mixed",
                    "Content-Disposition: form-data; name=\"file\"\r\nContent-Type: text/plain; charset=nope",
                    "X-A: b\r\n".repeat(200) + "X-A: b")) {
                refused("multipart/form-data; boundary=b", "--b\r\n" + head + "\r\n\r\nx\r\n--b--\r\n", wrong);
            }
            for (String body :
                    List.of("", "x", "--b", "--b--", "--b\r\n", "--b\r\n\r\n", "--bX", "\0", "--b\r\n--b--\r\n")) {
                refused("multipart/form-data; boundary=b", body, wrong);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(told).isEmpty();
    }

    private void refused(String type, String body, List<String> wrong) throws IOException {
        String cookies = "Cookie: " + session() + "; __Host-shisa-csrf=" + TOKEN + "\r\n";
        for (String path : List.of("/public/report", "/public/report/abc", "/organisation/file?_csrf=" + masked())) {
            try (Wire wire = connect("127.0.0.3")) {
                String answer = wire.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                                + "\r\nContent-Length: " + body.length() + "\r\nAccept: application/json\r\n" + cookies
                                + "\r\n" + body)
                        .answer();
                if (!answer.startsWith("HTTP/1.1 4")) {
                    wrong.add(path + " " + type + " " + body + " answered "
                            + answer.lines().findFirst().orElse("nothing"));
                }
            }
        }
    }

    /** What is told as a fault of ours meanwhile. */
    private static List<ILoggingEvent> log(Executable meanwhile) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        root.addAppender(seen);
        try {
            meanwhile.run();
        } finally {
            root.detachAppender(seen);
        }
        return seen.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
                .toList();
    }

    private interface Executable {
        void run() throws Exception;
    }
}
