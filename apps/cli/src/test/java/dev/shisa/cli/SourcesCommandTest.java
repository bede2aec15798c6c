package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.vulnerability.feed.RecommendedSources;
import dev.shisa.vulnerability.feed.SourceBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public sources on a computer with the Internet, which a small server of our own plays. */
class SourcesCommandTest {

    private static final String JVN = "<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://a.example/\"></rdf:RDF>";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private Path table;

    @TempDir
    Path folder;

    @BeforeEach
    void theInternet() throws IOException {
        int year = LocalDate.now(java.time.ZoneOffset.UTC).getYear();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            byte[] answer = JVN.getBytes(StandardCharsets.UTF_8);
            boolean there = path.contains("/jvn_") && !path.contains(Integer.toString(year));
            if (path.startsWith("/broken/")) {
                // More is promised than comes.
                exchange.sendResponseHeaders(200, 100_000);
                exchange.getResponseBody().write((JVN + " ".repeat(5_000)).getBytes(StandardCharsets.UTF_8));
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.length));
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(there ? 200 : 404, there ? answer.length : -1);
                if (there) {
                    exchange.getResponseBody().write(answer);
                }
            }
            exchange.close();
        });
        server.start();
        table = folder.resolve("table.tsv");
        Files.writeString(
                table,
                "jvn\talways\t24\tboth\thttp://127.0.0.1:" + server.getAddress().getPort() + "/jvn_{year:" + (year - 2)
                        + "}.rdf\t-\t-\n");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private record Ended(int code, String out) {}

    private Ended run(String... args) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return new Ended(Cli.run(args), out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void theListAsksNobodyUnlessItIsToMeasure() {
        Ended told = run("sources", "list", "--list", table.toString());
        assertThat(told.code()).isZero();
        assertThat(told.out()).contains("jvn", "/jvn_");
        assertThat(asked).isEmpty();
        assertThat(run("sources", "list", "--list", table.toString(), "--measure")
                        .out())
                .contains(Integer.toString(JVN.length() * 3));
        assertThat(asked).hasSize(3).allMatch(one -> one.startsWith("HEAD"));
        assertThat(run("sources", "list").out()).contains("osv:npm", "https://");
    }

    @Test
    void theFileOfThisYearMayNotBeThereYet() {
        Path to = folder.resolve("sources.zip");
        Ended written = run("sources", "bundle", "--to", to.toString(), "--list", table.toString());
        if (LocalDate.now(java.time.ZoneOffset.UTC).getMonthValue() == 1) {
            assertThat(written.code()).isZero();
            assertThat(written.out()).contains(to.toString());
            assertThat(to).exists();
        } else {
            assertThat(written.code()).as("from February on it has to be").isEqualTo(1);
            assertThat(to).as("half of it would look like all").doesNotExist();
        }
        RecommendedSources.Source source = RecommendedSources.of(
                        "jvn\talways\t24\tboth\thttps://a.example/2027/jvn_{year:2025}.rdf\t-\t-\n"
                                + "jvn\talways\t24\tboth\thttps://a.example/2027/new.rdf\t-\t-\n")
                .all(RecommendedSources.Use.BUNDLE, 2027, Map.of())
                .getFirst();
        String young = "https://a.example/2027/jvn_2027.rdf";
        assertThat(SourcesCommand.Bundle.isYoung(source, young, LocalDate.of(2027, 1, 31)))
                .isTrue();
        assertThat(SourcesCommand.Bundle.isYoung(source, young, LocalDate.of(2027, 2, 1)))
                .isFalse();
        assertThat(SourcesCommand.Bundle.isYoung(source, "https://a.example/2027/new.rdf", LocalDate.of(2027, 1, 31)))
                .as("it is of no year")
                .isFalse();
        for (int year : List.of(2025, 2026)) {
            assertThat(SourcesCommand.Bundle.isYoung(
                            source, "https://a.example/2027/jvn_" + year + ".rdf", LocalDate.of(2027, 1, 31)))
                    .as("it is not of the year that has begun, wherever else that stands")
                    .isFalse();
        }
    }

    @Test
    void anAddressForYearsToComeIsWrongUsageSinceNothingWouldBeAsked() throws IOException {
        Files.writeString(table, Files.readString(table).replaceAll("year:[0-9]+", "year:2962"));
        assertThat(run(
                                "sources",
                                "bundle",
                                "--to",
                                folder.resolve("sources.zip").toString(),
                                "--list",
                                table.toString())
                        .code())
                .isEqualTo(2);
    }

    @Test
    void aSourceThatIsNotRecommendedAndAnAddressThatIsNotGuardedAreWrongUsage() throws IOException {
        String to = folder.resolve("sources.zip").toString();
        assertThat(run("sources", "bundle", "--to", to, "--only", "kov").code()).isEqualTo(2);
        assertThat(run("sources", "bundle", "--to", to, "--list", table.toString(), "--proxy", "none")
                        .code())
                .isEqualTo(2);
        Files.writeString(table, "kev\talways\t24\tboth\thttp://a.example/kev.json\t-\t-\n");
        assertThat(run("sources", "bundle", "--to", to, "--list", table.toString())
                        .code())
                .isEqualTo(2);
        Files.writeString(table, "kev\n");
        assertThat(run("sources", "bundle", "--to", to, "--list", table.toString())
                        .code())
                .isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(folder.resolve("sources.zip")).doesNotExist();
    }

    private void sources(String... idsAndPaths) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < idsAndPaths.length; i += 2) {
            lines.append(idsAndPaths[i])
                    .append("\talways\t24\tboth\thttp://127.0.0.1:")
                    .append(server.getAddress().getPort())
                    .append(idsAndPaths[i + 1])
                    .append("\t-\t-\n");
        }
        Files.writeString(table, lines);
    }

    private static Map<String, String> files(Path bundle) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(bundle)) {
            SourceBundle.read(
                    in,
                    Instant.now().plusSeconds(60),
                    () -> false,
                    (item, content) -> files.put(
                            item.source() + " " + item.name(),
                            new String(content.readAllBytes(), StandardCharsets.UTF_8)));
        }
        return files;
    }

    @Test
    void whatABrokenFetchLeftIsInNoFileOfTheBundle() throws IOException {
        sources("jvn:a", "/broken/jvn_a.rdf", "jvn:b", "/b/jvn_a.rdf");
        Path to = folder.resolve("sources.zip");
        assertThat(run("sources", "bundle", "--to", to.toString(), "--list", table.toString())
                        .code())
                .isEqualTo(1);
        assertThat(files(to)).isEqualTo(Map.of("jvn:b 002-jvn_a.rdf", JVN));
    }

    @Test
    void whatAnInterruptedCommandLeftIsInNoFileOfTheBundle() throws IOException {
        sources("jvn", "/b/jvn_a.rdf");
        Path to = folder.resolve("sources.zip");
        Path parts = Files.createDirectories(folder.resolve("sources.zip.parts"));
        Files.writeString(parts.resolve("001-jvn_a.rdf"), JVN + " ".repeat(5_000));
        assertThat(run("sources", "bundle", "--to", to.toString(), "--list", table.toString())
                        .code())
                .isZero();
        assertThat(files(to)).isEqualTo(Map.of("jvn 001-jvn_a.rdf", JVN));
        assertThat(parts).doesNotExist();
    }

    @Test
    void aBundleThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        sources("jvn", "/b/jvn_a.rdf");
        Path to = Files.createDirectories(folder.resolve("sources.zip"));
        Files.writeString(to.resolve("mine.txt"), "of somebody else");
        assertThat(run("sources", "bundle", "--to", to.toString(), "--list", table.toString())
                        .code())
                .isNotZero();
        assertThat(folder.resolve("sources.zip.part")).doesNotExist();
        assertThat(folder.resolve("sources.zip.parts")).doesNotExist();
        assertThat(to.resolve("mine.txt")).exists();
    }
}
