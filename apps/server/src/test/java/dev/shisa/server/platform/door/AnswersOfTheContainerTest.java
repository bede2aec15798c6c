package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the web container answers by itself has the headers of every other answer. */
class AnswersOfTheContainerTest extends RealServerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public/%00",
                "/css/..%2f..",
                "//x",
                "/products;x",
                "/%zz",
                "/sign-in%2f",
                "/a\\b",
                "/nonexistent",
                "/sign-in?%zz",
                "/css/shisa.css?a=%e9",
                "/public/report/guide?%00",
                "/api/v1/openapi.json?%c3%28=1",
                "/error?a=%zz",
                "/"
            })
    void whateverIsAskedForIsAnsweredWithOurHeaders(String path) throws Exception {
        try (Wire wire = connect("127.0.4.1")) {
            hasOurHeaders(wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer());
        }
    }

    @Test
    void whoAsksAboutAllOfTheServerIsAnsweredWithOurHeaders() throws Exception {
        try (Wire wire = connect("127.0.4.1")) {
            hasOurHeaders(
                    wire.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n").answer());
        }
    }

    @Test
    void whatOnlyGivesBackWhatWasSentIsRefused() throws Exception {
        for (String method : new String[] {"TRACE", "TRACK", "CONNECT"}) {
            try (Wire wire = connect("127.0.4.1")) {
                String answer = wire.send(method + " /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Told: again\r\n\r\n")
                        .answer();
                assertThat(answer)
                        .as(method)
                        .matches("(?s)HTTP/1.1 (400|403|405|501).*")
                        .doesNotContain("X-Told");
            }
        }
    }

    /** Two servers in a row must never see different ends of one request. */
    @Test
    void aBodyWithTwoEndsIsRefusedAndNothingBehindItIsRead() throws Exception {
        for (String lengths : new String[] {
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Content-Length: +5\r\n"
        }) {
            try (Wire wire = connect("127.0.4.1")) {
                wire.send("POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n" + lengths
                        + "\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(wire.answer()).as(lengths).matches("(?s)HTTP/1.1 (400|403|411|501).*");
                assertThat(wire.isEnded()).as(lengths).isTrue();
            }
        }
    }

    @Test
    void noFolderIsListed() throws Exception {
        for (String path : new String[] {"/css/", "/js/", "/img/", "/fonts/", "/css", "/META-INF/", "/.git/config"}) {
            try (Wire wire = connect("127.0.4.1")) {
                assertThat(wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .answer())
                        .as(path)
                        .matches("(?s)HTTP/1.1 (302|403|404).*")
                        .doesNotContain("shisa.js\"", "favicon.svg\"><", "repositoryformatversion");
            }
        }
    }

    @Test
    void whatIsTextSaysItsEncoding() throws Exception {
        for (String path :
                new String[] {"/sign-in", "/nonexistent", "/help", "/%zz", "/css/shisa.css", "/js/shisa.js"}) {
            try (Wire wire = connect("127.0.4.1")) {
                assertThat(wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .answer())
                        .as(path)
                        .containsPattern("(?i)\r\ncontent-type: text/[a-z]+; ?charset=utf-8\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health/live HTTP/1.1\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: local host\r\n\r\n",
                "GET /health/live HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX A: b\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n\r\n",
                "\u0001\u0002 / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: LONG\r\n\r\n"
            })
    void whatIsNoRequestIsRefusedWithOurHeaders(String head) throws Exception {
        try (Wire wire = connect("127.0.4.1")) {
            String answer =
                    wire.send(head.replace("LONG", "x".repeat(17 << 10))).answer();
            assertThat(answer).matches("(?s)HTTP/1.1 [45].*");
            hasOurHeaders(answer.replaceFirst("HTTP/1.1 5", "HTTP/1.1 4"));
        }
    }

    /** Its answer would be a page without a head, and without our headers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\n",
                "GET /\n",
                "GET  /sign-in\r\n\r\n",
                "GET\t/sign-in\n",
                "GET / \r\n",
                "GET /LONG\n",
                "GET / HTTP/0.9\r\n\r\n",
                "\r\nGET /\n",
                "GET\r\n",
                "GET /health/live\r\nHost: localhost\r\n\r\n"
            })
    void aRequestWithoutAVersionIsRefused(String line) throws Exception {
        try (Wire wire = connect("127.0.4.1")) {
            String answer = wire.send(line.replace("LONG", "x".repeat(2_000))).answer();
            assertThat(answer).matches("(?s)HTTP/1.1 (400|505).*");
            hasOurHeaders(answer.replaceFirst("HTTP/1.1 5", "HTTP/1.1 4"));
        }
        try (Wire wire = connect("127.0.4.1")) {
            wire.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n" + line);
            assertThat(wire.answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whateverIsRefusedIsRefusedWithOurHeaders() throws Exception {
        for (String head : new String[] {
            "POST /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "GET /health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "GET /public/report HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "GET /api/v1/series HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/v1/series HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "DELETE /public/report HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "PUT /css/shisa.css HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /public/notices HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "TRACE /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "BREW /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 500000000\r\n\r\n",
            "POST /public/report/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                    + "Content-Length: 50000000\r\n\r\n",
            "POST /public/report/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n",
            "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nExpect: nonsense\r\nContent-Length: 1\r\n\r\n"
        }) {
            try (Wire wire = connect("127.0.4.1")) {
                String answer = wire.send(head).answer();
                assertThat(answer).as(head).startsWith("HTTP/1.1 4");
                hasOurHeaders(answer);
            }
        }
    }

    @Test
    void whoSpeaksWithoutTlsIsToldSoWithOurHeaders() throws Exception {
        try (java.net.Socket plain = new java.net.Socket("127.0.0.1", port)) {
            plain.setSoTimeout((int) PATIENCE.toMillis());
            plain.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer = new String(plain.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff", "TLS");
        }
    }

    /** An address in the first line counts before the field (RFC 9112, section 3.2.2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost: evil.example:8443\r\nX-Forwarded-Host: localhost\r\n\r\n",
                "GET https://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET https://evil.example/sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET https://localhost/sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost: 2130706433\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost: 127.1\r\n\r\n",
                "GET /sign-in HTTP/1.1\r\nHost: localhost%x\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\na="
            })
    void underAForeignNameOrTwoOrNoneNothingIsServed(String head) throws Exception {
        try (Wire wire = connect("127.0.4.1")) {
            String answer = wire.send(head).answer();
            assertThat(answer).matches("(?s)HTTP/1.1 (400|421).*").doesNotContain("Set-Cookie", "Location");
            hasOurHeaders(answer);
        }
    }

    private static void hasOurHeaders(String answer) {
        String head = answer.split("\r\n\r\n", 2)[0];
        assertThat(head).matches("(?s)HTTP/1.1 [234].*").containsIgnoringCase("X-Request-Id: ");
        assertThat(head).containsIgnoringCase("Content-Security-Policy: default-src 'none'");
        assertThat(head).containsIgnoringCase("X-Content-Type-Options: nosniff");
        assertThat(head).containsIgnoringCase("X-Frame-Options: DENY");
        assertThat(head).containsPattern("(?i)Referrer-Policy: (same-origin|no-referrer)");
        assertThat(head.lines().filter(l -> l.startsWith("Content-Security-Policy")))
                .hasSize(1);
    }

    @Test
    void aFoldedHeaderIsRefused() throws Exception {
        for (String head : new String[] {
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n",
            "GET /health/live HTTP/1.1\r\nHost:\r\n localhost\r\n\r\n",
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: b\n\tc\r\n\r\n"
        }) {
            try (Wire wire = connect("127.0.4.1")) {
                assertThat(wire.send(head).answer()).as(head).startsWith("HTTP/1.1 400");
            }
        }
        try (Wire wire = connect("127.0.4.1")) {
            String plain = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A:   b   \r\n\r\n";
            assertThat(wire.send(plain).answer()).startsWith("HTTP/1.1 200");
            assertThat(wire.send(plain.replace("   b   ", " b\r\n c")).answer()).startsWith("HTTP/1.1 400");
        }
    }
}
