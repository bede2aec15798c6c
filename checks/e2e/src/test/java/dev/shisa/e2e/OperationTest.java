package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever runs the machine sees and does, without a browser. */
@Tag("packaged")
@Order(10)
class OperationTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int POLL_MS = 50;

    /** How a JVM ends that was asked to stop: 128 and the number of the signal. */
    private static final int ASKED_TO_STOP = 143;

    @TempDir
    Path folder;

    @Test
    void isNotReadyWhileItsDatabaseHangsOrIsGoneAndReadyAgainAfterwards() throws Exception {
        Path data = folder.resolve("data");
        try (ShisaProcess shisa = ShisaProcess.up(data, Locale.ENGLISH);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trusting(data)).build()) {
            assertThat(ask(client, shisa, "health/ready").statusCode()).isEqualTo(200);

            List<ProcessHandle> database = database(shisa);
            signal("STOP", database);
            try {
                awaitStatus(client, shisa, 503);
                HttpResponse<String> ready = ask(client, shisa, "health/ready");
                assertThat(ready.body()).isEqualTo("{\"status\":\"not-ready\",\"failing\":[\"database\"]}");
                assertThat(ask(client, shisa, "health/live").statusCode())
                        .as("the process itself lives")
                        .isEqualTo(200);
                assertThat(ask(client, shisa, "metrics").statusCode())
                        .as("who has no token is turned away without the database")
                        .isEqualTo(401);
            } finally {
                signal("CONT", database);
            }
            awaitStatus(client, shisa, 200);

            signal("KILL", database(shisa));
            await("the database was started again", () -> {
                List<ProcessHandle> present = database(shisa);
                return !present.isEmpty() && present.stream().noneMatch(database::contains);
            });
            awaitStatus(client, shisa, 200);
        }
    }

    @Test
    void theDoctorLooksAtTheRunningServerAndAtWhatACrashLeft() throws Exception {
        Path data = folder.resolve("data");
        try (ShisaProcess shisa = ShisaProcess.up(data, Locale.ENGLISH)) {
            Outcome running = run("--lang", "en", "doctor", "--data", data.toString());
            assertThat(running.text()).contains("✓ Database: PostgreSQL 18", "✓ What runs by itself");
            assertThat(running.exitCode()).as(running.text()).isZero();
            Outcome json = run("--lang", "ja", "doctor", "--json", "--data", data.toString());
            assertThat(json.text()).startsWith("{\"at\":").contains("\"id\":\"jobs\",\"state\":\"ok\"", "自動の処理");

            List<ProcessHandle> all = shisa.processes();
            signal("KILL", all);
            await(
                    "everything is gone, as when the power fails",
                    () -> all.stream().noneMatch(ShisaProcess::runs));
        }
        Outcome crashed = run("--lang", "en", "doctor", "--data", data.toString());
        assertThat(crashed.exitCode()).as(crashed.text()).isEqualTo(1);
        assertThat(crashed.text())
                .contains("✗ Files of the database: It did not end in order", "everything that was saved is recovered");
        try (ShisaProcess again = ShisaProcess.up(data, Locale.ENGLISH)) {
            again.stop();
        }
        Outcome stopped = run("--lang", "ja", "doctor", "--data", data.toString());
        assertThat(stopped.text()).contains("✓ データベースのファイル: PostgreSQL 18 のデータがあり", "問題ありません");
        assertThat(stopped.exitCode()).as(stopped.text()).isZero();
        assertThat(run(
                                "--lang",
                                "ja",
                                "doctor",
                                "--data",
                                folder.resolve("nowhere").toString())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void finishesWhatIsUnderWayThenStopsAlsoWhenAskedTwice() throws Exception {
        Path data = folder.resolve("data");
        try (ShisaProcess shisa = ShisaProcess.up(data, Locale.ENGLISH);
                HalfSent request = HalfSent.to(shisa.address(), trusting(data))) {
            List<ProcessHandle> all = shisa.processes();
            signal("TERM", List.of(shisa.server()));
            await("it takes no more visitors", () -> !reachable(shisa.address()));
            signal("TERM", List.of(shisa.server()));
            assertThat(request.rest()).as("who was inside is served").startsWith("HTTP/1.1 403");

            assertThat(shisa.exitCode()).isEqualTo(ASKED_TO_STOP);
            assertThat(all).noneMatch(ShisaProcess::runs);
        }
        assertThat(run("--lang", "en", "doctor", "--data", data.toString()).exitCode())
                .as("the database was closed in order")
                .isZero();
        assertThat(Files.readString(data.resolve("logs").resolve("shisa.log")))
                .as("how the run began and ended")
                .containsSubsequence("starting: Shisa", "ready after", "stopping in order");
    }

    @Test
    void doesNotWaitForEverForARequestThatNeverEnds() throws Exception {
        Path data = folder.resolve("data");
        try (ShisaProcess shisa = ShisaProcess.up(data, Locale.ENGLISH);
                HalfSent request = HalfSent.to(shisa.address(), trusting(data))) {
            List<ProcessHandle> all = shisa.processes();
            signal("TERM", List.of(shisa.server()));
            assertThat(shisa.exitCode()).isEqualTo(ASKED_TO_STOP);
            assertThat(all).noneMatch(ShisaProcess::runs);
            assertThat(request).isNotNull();
        }
        assertThat(run("--lang", "en", "doctor", "--data", data.toString()).exitCode())
                .as("the database was closed in order")
                .isZero();
    }

    /** The start-up cache names its folder, and the JVM would not start with one of a folder that is gone. */
    @Test
    void aShisaThatWasMovedStartsWithoutTheCacheOfItsOldFolder() throws Exception {
        Path home = ShisaProcess.home();
        Path before = Files.createDirectories(folder.resolve("before"));
        Path app = Files.createDirectories(before.resolve("apps/server/target")).resolve("app");
        Files.createDirectory(before.resolve("engines"));
        Files.createDirectory(before.resolve("catalogue"));
        Files.copy(home.resolve("shisa"), before.resolve("shisa"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(home.resolve("pom.xml"), before.resolve("pom.xml"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(new ProcessBuilder(
                                "cp",
                                "-a",
                                home.resolve("apps/server/target/app").toString(),
                                app.toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.setLastModifiedTime(
                app.resolve("built"), FileTime.from(Instant.now().plusSeconds(60)));
        // Here it is trained again, because it lies elsewhere.
        assertThat(launched(
                                before,
                                Map.of(),
                                "user",
                                "list",
                                "--data",
                                folder.resolve("none").toString())
                        .text())
                .contains("No Shisa is running");
        assertThat(app.resolve("shisa.aot")).exists();
        Path after = Files.move(before, folder.resolve("after"));
        assertThat(launched(after, Map.of("SHISA_NO_BUILD", "1"), "user", "list", "--data", "none")
                        .text())
                .contains("No Shisa is running")
                .doesNotContain("initialization of VM");
    }

    private static Outcome launched(Path home, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("shisa").toString(), "--lang", "en"));
        command.addAll(List.of(words));
        return outcome(command, environment);
    }

    @Test
    void theLauncherSpeaksTheLanguageOfTheTerminalOrTheOneThatItIsTold() throws Exception {
        Map<String, String> japanese = Map.of("LC_ALL", "", "LC_MESSAGES", "", "LANG", "ja_JP.UTF-8");
        assertThat(run(japanese, "bakup"))
                .isEqualTo(new Outcome(2, "✗ 「bakup」というコマンドはありません。「backup」のことですか。一覧: ./shisa help\n"));
        assertThat(run(japanese, "bakup", "--lang", "en").text()).contains("did you mean \"backup\"?");
        assertThat(run(Map.of("LC_ALL", "C", "LANG", "ja_JP.UTF-8"), "bakup").text())
                .contains("did you mean");
        assertThat(run("--lang=ja", "help").text()).startsWith("使い方");
        assertThat(run("help", "--lang", "en").text()).startsWith("Usage");
        assertThat(run("help", "--lang", "fr").exitCode()).isEqualTo(2);
        assertThat(run("help", "--lang").exitCode()).isEqualTo(2);
        String nowhere = folder.resolve("nowhere").toString();
        assertThat(run("user", "list", "--data", nowhere, "--lang", "ja").text())
                .contains("の Shisa は動いていません");
        assertThat(run("user", "list", "--data", nowhere, "--lang", "en").text())
                .contains("No Shisa is running");
        for (String words : List.of(
                "reset a@b.example", "second-factor-off a@b.example", "second-factor-roles owner,psirt", "list")) {
            List<String> all = new ArrayList<>(List.of("user"));
            all.addAll(List.of(words.split(" ")));
            all.addAll(List.of("--data", nowhere, "--lang", "en"));
            assertThat(run(all.toArray(String[]::new)).text()).as(words).contains("No Shisa is running");
        }
        assertThat(run("user", "second-factor-off", "--lang", "en"))
                .satisfies(asked -> assertThat(asked.exitCode()).isEqualTo(2))
                .satisfies(asked -> assertThat(asked.text()).contains("EMAIL"));
        assertThat(run("verify", "--data", nowhere, "--lang", "ja").text()).contains("ありません");
        assertThat(run("restore", "--lang", "ja").text()).contains("--from").containsPattern("[ぁ-ん]");
    }

    /** The launcher's own sentences: each in Japanese, then in English. */
    @Test
    void everySentenceOfTheLauncherIsInBothLanguages() throws IOException {
        String script = Files.readString(ShisaProcess.launcher()).replace("\\\n", " ");
        String text = "\"((?:[^\"\\\\]|\\\\.)*)\"";
        List<MatchResult> said = Pattern.compile("\\b(?:say|fail [0-9]+) +" + text + "\\s+" + text)
                .matcher(script)
                .results()
                .filter(sentence -> !sentence.group(1).startsWith("✗"))
                .toList();
        assertThat(said).allSatisfy(sentence -> {
            assertThat(sentence.group(1)).containsPattern("[ぁ-んァ-ヶ]");
            assertThat(sentence.group(2)).isNotBlank().doesNotContainPattern("[ぁ-んァ-ヶ]");
        });
        assertThat(Pattern.compile("\\b(?:say|fail [0-9]+) +\"(?!✗)")
                        .matcher(script)
                        .results())
                .as("all of them were read")
                .hasSameSizeAs(said);
    }

    /** A form of which the server has begun to read the body; it says so with "100 Continue" (RFC 9110, 10.1.1). */
    private record HalfSent(SSLSocket socket, BufferedReader answer) implements AutoCloseable {

        private static final String BODY = "email=a%40example.com&password=none";

        static HalfSent to(URI server, SSLContext trust) throws IOException {
            SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(server.getHost(), server.getPort());
            socket.setSoTimeout((int) SOON.toMillis());
            String head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + BODY.length()
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 100");
            answer.readLine();
            return new HalfSent(socket, answer);
        }

        /** Sends the body and gives the answer's first line. */
        String rest() throws IOException {
            socket.getOutputStream().write(BODY.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(answer.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private record Outcome(int exitCode, String text) {}

    private static Outcome run(String... words) throws IOException, InterruptedException {
        return run(Map.of(), words);
    }

    private static Outcome run(Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ShisaProcess.launcher().toString()));
        command.addAll(List.of(words));
        return outcome(command, environment);
    }

    private static Outcome outcome(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), text);
        }
    }

    private static List<ProcessHandle> database(ShisaProcess shisa) {
        return shisa.processes().stream()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .toList();
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static HttpResponse<String> ask(HttpClient client, ShisaProcess shisa, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(shisa.address().resolve(path))
                        .timeout(SOON)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitStatus(HttpClient client, ShisaProcess shisa, int status) {
        await("/health/ready answers " + status, () -> {
            try {
                return ask(client, shisa, "health/ready").statusCode() == status;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        });
    }

    private static boolean reachable(URI server) {
        try (java.net.Socket socket = new java.net.Socket(server.getHost(), server.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + SOON.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** Trusts the installation's own authority and nobody else. */
    private static SSLContext trusting(Path data) throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream in = Files.newInputStream(data.resolve("tls/ca.pem"))) {
            known.setCertificateEntry(
                    "shisa", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
