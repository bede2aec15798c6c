package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.vulnerability.feed.SourceBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build server does with a server: the API's answers are played by a small one. */
class ServerCommandsTest {

    private record Asked(String method, String path, String token, String key, String body) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, Integer> statuses = new HashMap<>();
    private HttpServer server;
    private Path token;

    @TempDir
    Path folder;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            String call = exchange.getRequestMethod() + " " + path;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (asked) {
                asked.add(new Asked(
                        exchange.getRequestMethod(),
                        path,
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                        body));
            }
            byte[] answer = answers.getOrDefault(call, "{\"title\": \"nothing at " + call + "\", \"code\": \"x\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    answers.containsKey(call) ? statuses.getOrDefault(call, 200) : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        token = folder.resolve("token");
        Files.writeString(token, "shisa_" + "a".repeat(43) + "\n");
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
            List<String> all = new ArrayList<>(List.of(args));
            all.addAll(List.of(
                    "--server", "http://127.0.0.1:" + server.getAddress().getPort(), "--token-file", token.toString()));
            return new Ended(Cli.run(all.toArray(String[]::new)), out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static String verdict(String number, String state) {
        return "{\"requirement\": \"jcstar1/" + number + "\", \"state\": \"" + state + "\"}";
    }

    @Test
    void aBundleOfSourcesIsHandedInAtItsDoorAndEachFileIsWaitedFor() throws Exception {
        byte[] kev = "{}".getBytes(StandardCharsets.UTF_8);
        SourceBundle.Item item = new SourceBundle.Item(
                "001-kev.json",
                "kev",
                "https://a.example/kev.json",
                Instant.parse("2026-11-20T00:00:00Z"),
                kev.length,
                "0".repeat(64));
        Path bundle = folder.resolve("sources.zip");
        try (OutputStream out = Files.newOutputStream(bundle)) {
            SourceBundle.write(out, List.of(item), List.of(), _ -> new ByteArrayInputStream(kev));
        }
        answers.put(
                "POST /api/v1/vulnerability-bundles?fileName=sources.zip",
                "{\"imports\": [" + feed("a", "waiting") + "," + feed("b", "done") + "]}");
        answers.put("GET /api/v1/vulnerability-imports/a", feed("a", "done"));
        Ended taken = run("import", "feed", bundle.toString());
        assertThat(taken.code()).isZero();
        assertThat(taken.out()).contains("a.json", "b.json");
        answers.put("GET /api/v1/vulnerability-imports/a", feed("a", "partial"));
        assertThat(run("import", "feed", bundle.toString()).code())
                .as("one of them is not in whole")
                .isEqualTo(1);
        assertThat(run("import", "feed", "--source", "kev", bundle.toString()).code())
                .as("a bundle says itself of which source its files are")
                .isEqualTo(2);
    }

    private static String feed(String id, String state) {
        return "{\"id\": \"" + id + "\", \"fileName\": \"" + id + ".json\", \"state\": \"" + state
                + "\", \"problems\": [], \"problemCount\": 0}";
    }

    @Test
    void aPolicyDecidesWhetherABuildGoesOn() {
        String list = "/api/v1/series/MC-200/verdicts?limit=200";
        answers.put("GET " + list, "{\"items\": [" + verdict("S1.1-01", "met") + "], \"next\": \"abc\"}");
        answers.put(
                "GET " + list + "&cursor=abc", "{\"items\": [" + verdict("S1.1-02", "not-met") + "], \"next\": null}");
        assertThat(run("verdicts", "--series", "MC-200").code()).isZero();
        assertThat(run("verdicts", "--series", "MC-200", "--fail-on", "recheck").code())
                .isZero();
        Ended stopped = run("verdicts", "--series", "MC-200", "--fail-on", "not-met,recheck");
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.out()).contains("jcstar1/S1.1-01", "jcstar1/S1.1-02");
        assertThat(run("verdicts", "--series", "MC-200", "--fail-on", "red").code())
                .isEqualTo(2);
        assertThat(asked).allSatisfy(one -> assertThat(one.token()).startsWith("Bearer shisa_aaa"));
        assertThat(run("verdicts", "--series", "MC-200", "--json").out()).contains("\"state\" : \"not-met\"");
    }

    @Test
    void whatCannotBeSaidStopsABuildUnlessSomebodySaysOtherwise() {
        String of = "/api/v1/series/MC-200";
        answers.put(
                "GET " + of + "/shipping?release=2.4.1",
                "{\"answer\": \"unknown\", \"sentences\": [\"cannot be said\"]}");
        answers.put(
                "GET " + of + "/findings?release=2.4.1&only=open&limit=200",
                "{\"items\": [{\"vulnerability\": \"CVE-2099-1\", \"priority\": \"high\"}], \"next\": null}");
        Ended stopped = run("findings", "--series", "MC-200", "--release", "2.4.1");
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.out()).contains("CVE-2099-1", "cannot be said");
        assertThat(run("findings", "--series", "MC-200", "--release", "2.4.1", "--fail-on", "no")
                        .code())
                .isZero();
        assertThat(run("findings", "--series", "MC-200", "--release", "2.4.1", "--fail-on", "red")
                        .code())
                .isEqualTo(2);
        answers.put("GET " + of + "/shipping?release=2.4.1", """
                {"answer": "nothing-known", "sentences": ["nothing known"], "may": "no", "grounds":
                 [{"ground": "findings", "may": "yes", "sentences": []},
                  {"ground": "advisories", "may": "no", "sentences": ["an advisory names it"]}]}""");
        Ended advised = run("findings", "--series", "MC-200", "--release", "2.4.1");
        assertThat(advised.code()).as("known vulnerabilities are not all").isEqualTo(1);
        assertThat(advised.out()).contains("an advisory names it");
        assertThat(run("findings", "--series", "MC-200", "--release", "2.4.1", "--findings-only")
                        .code())
                .isZero();
        answers.put("GET " + of + "/shipping?release=2.4.1", """
                {"answer": "nothing-known", "sentences": [], "may": "unclear", "grounds":
                 [{"ground": "verification", "may": "unclear", "sentences": ["nobody has said"]}]}""");
        assertThat(run("findings", "--series", "MC-200", "--release", "2.4.1").code())
                .isZero();
        assertThat(run("findings", "--series", "MC-200", "--release", "2.4.1", "--may-ship")
                        .code())
                .isEqualTo(1);
        answers.put("GET " + of + "/shipping?release=2.4.1", "{}");
        assertThat(run("findings", "--series", "MC-200", "--release", "2.4.1", "--fail-on", "no")
                        .code())
                .as("an answer that nobody understands is no permission")
                .isEqualTo(1);
    }

    @Test
    void noVerdictIsNoPermission() {
        answers.put("GET /api/v1/series/MC-200/verdicts?limit=200", "{\"items\": [], \"next\": null}");
        assertThat(run("verdicts", "--series", "MC-200", "--fail-on", "not-met").code())
                .isEqualTo(1);
    }

    @Test
    void aRefusedTokenAServerThatIsAwayAndWrongUsageEndDifferently() throws IOException {
        statuses.put("GET /api/v1/series/MC-200/verdicts?limit=200", 401);
        answers.put(
                "GET /api/v1/series/MC-200/verdicts?limit=200",
                "{\"title\": \"expired\", \"detail\": \"make a new one\", \"code\": \"token.expired\"}");
        assertThat(run("verdicts", "--series", "MC-200").code()).isEqualTo(5);
        server.stop(0);
        assertThat(run("verdicts", "--series", "MC-200").code()).isEqualTo(4);
        Files.writeString(token, "something else");
        assertThat(run("verdicts", "--series", "MC-200").code()).isEqualTo(2);
        assertThat(Cli.run("verdicts", "--series", "X", "--server", "http://elsewhere.example", "--token-file", "x"))
                .isEqualTo(2);
    }

    @Test
    void evidenceIsUploadedAndItsFactsTakeTheTypesOfTheVocabulary() throws IOException {
        answers.put("GET /api/v1/catalogue/facts?limit=200", """
                {"items": [{"key": "login.password.default", "type": "word"}, {"key": "update.signed", "type": "flag"},
                           {"key": "login.password.length", "type": "whole"}], "next": null}""");
        answers.put("POST /api/v1/files?fileName=report.pdf", "{\"id\": \"0197\"}");
        answers.put("POST /api/v1/series/MC-200/evidence", "{\"code\": \"D-7K2QM\", \"facts\": [\"a\", \"b\"]}");
        Path report = folder.resolve("report.pdf");
        Files.writeString(report, "%PDF");
        Ended added = run(
                "evidence",
                "add",
                "--series",
                "MC-200",
                "--file",
                report.toString(),
                "--place",
                "p. 3",
                "--fact",
                "login.password.length[login-1]=12",
                "--fact",
                "update.signed=true");
        assertThat(added.code()).isZero();
        assertThat(added.out()).contains("D-7K2QM");
        assertThat(asked.getLast().body())
                .contains("\"value\":12", "\"value\":true", "\"item\":\"login-1\"", "\"file\":\"0197\"");
        assertThat(asked.getLast().key()).hasSize(36);
        assertThat(run("evidence", "add", "--series", "MC-200", "--fact", "no.such=1")
                        .code())
                .isEqualTo(2);
        assertThat(run("evidence", "add", "--series", "MC-200", "--fact", "update.signed=perhaps")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void importsAnswersAndExportsFiles() throws IOException {
        Path file = folder.resolve("answers.json");
        Files.writeString(file, """
                {"register": {"login": ["SSH", "Web"]}, "answers": [{"key": "a.b", "value": true}]}""");
        answers.put(
                "GET /api/v1/series/MC-200/register/login?limit=200",
                "{\"items\": [{\"name\": \"Web\"}], \"next\": null}");
        answers.put("POST /api/v1/series/MC-200/register/login", "{\"items\": []}");
        answers.put("POST /api/v1/series/MC-200/answers", "{\"changed\": [{}], \"code\": \"E-1\"}");
        assertThat(run("import", "--series", "MC-200", file.toString()).code()).isZero();
        assertThat(asked).anySatisfy(one -> assertThat(one.body()).isEqualTo("{\"names\":[\"SSH\"]}"));
        Files.writeString(file, "{\"anwsers\": []}");
        assertThat(run("import", "--series", "MC-200", file.toString()).code()).isEqualTo(2);

        answers.put("GET /api/v1/series/MC-200/export.xlsx", "PK...");
        Path out = folder.resolve("out.xlsx");
        assertThat(run("export", "--series", "MC-200", "--to", out.toString()).code())
                .isZero();
        assertThat(out).hasContent("PK...");
        Path nothing = folder.resolve("nothing.zip");
        assertThat(run("export", "--series", "MC-200", "--as", "pack", "--to", nothing.toString())
                        .code())
                .isEqualTo(1);
        assertThat(nothing).doesNotExist();
    }

    @Test
    void handsInABillOfMaterials() throws IOException {
        Path file = folder.resolve("camera.cdx.json");
        Files.writeString(file, "{\"bomFormat\": \"CycloneDX\"}");
        answers.put(
                "POST /api/v1/series/MC-200/sboms?fileName=camera.cdx.json&release=2.4.1&whole=true&soundRest=false",
                """
                {"evidence": "D-1", "components": 12, "format": "CycloneDX (JSON) 1.6", "complete": true, "problems": []}""");

        Ended taken = run("import", "sbom", "--series", "MC-200", "--release", "2.4.1", "--whole", file.toString());

        assertThat(taken.code()).isZero();
        assertThat(taken.out()).contains("D-1", "12");
        assertThat(asked).anySatisfy(one -> assertThat(one.body()).contains("CycloneDX"));
        assertThat(run("import", "sbom", "--series", "MC-200", file.toString()).code())
                .as("no release")
                .isEqualTo(2);
        assertThat(run("import").code()).as("no file").isEqualTo(2);
    }

    @Test
    void handsInTheMakersOwnStatements() throws IOException {
        Path file = folder.resolve("own.json");
        Files.writeString(file, "{\"@context\": \"https://openvex.dev/ns/v0.2.0\"}");
        answers.put(
                "POST /api/v1/series/MC-200/vex-documents?fileName=own.json&release=2.4.1",
                "{\"evidence\": \"D-7\", \"statements\": 9, \"fitting\": 4}");
        Ended taken = run("import", "vex", "--series", "MC-200", "--release", "2.4.1", file.toString());
        assertThat(taken.code()).isZero();
        assertThat(taken.out()).contains("D-7", "9", "4");
        assertThat(asked).anySatisfy(one -> assertThat(one.body()).contains("openvex"));
        assertThat(run("import", "vex", "--series", "MC-200", file.toString()).code())
                .as("no release")
                .isEqualTo(2);
    }

    @Test
    void handsInAFileOfASourceOfVulnerabilitiesAndWaitsUntilItIsIn() throws IOException {
        Path file = folder.resolve("kev.json");
        Files.writeString(file, "{\"catalogVersion\": \"1\"}");
        answers.put(
                "POST /api/v1/vulnerability-imports?fileName=kev.json&source=kev",
                "{\"id\": \"7\", \"state\": \"waiting\"}");
        answers.put(
                "GET /api/v1/vulnerability-imports/7",
                "{\"id\": \"7\", \"state\": \"done\", \"added\": 12, \"problemCount\": 0, \"problems\": []}");

        Ended taken = run("import", "feed", "--source", "kev", file.toString());
        assertThat(taken.code()).isZero();
        assertThat(taken.out()).contains("kev.json", "12");

        String ended =
                "{\"id\": \"7\", \"state\": \"%s\", \"added\": 12, \"problemCount\": 1, \"problems\": [\"/3: x\"]}";
        answers.put("GET /api/v1/vulnerability-imports/7", ended.formatted("done"));
        Ended rest = run("import", "feed", "--source", "kev", file.toString());
        assertThat(rest.code())
                .as("one record, or one wrong signature, was refused")
                .isEqualTo(1);
        assertThat(rest.out()).contains("12", "The rest is in");

        answers.put("GET /api/v1/vulnerability-imports/7", ended.formatted("partial"));
        assertThat(run("import", "feed", "--source", "kev", file.toString()).code())
                .as("it ended in the middle")
                .isEqualTo(1);
        assertThat(run("import", "feed", folder.resolve("none").toString()).code())
                .isEqualTo(2);
    }

    @Test
    void assessmentResultsAreSavedAsTheServerMadeThemAndNothingIsLeftOfARefusal() throws IOException {
        String document = "{\"assessment-results\": {\"metadata\": {\"oscal-version\": \"1.1.3\"}}}";
        answers.put("GET /api/v1/series/MC-200/oscal.json", document);
        for (String option : List.of("--format", "--as")) {
            Path to = folder.resolve(option.substring(2) + ".json");
            Ended ended = run("export", "--series", "MC-200", option, "oscal", "--to", to.toString());
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).contains("MC-200", to.toString());
            assertThat(to).hasContent(document);
        }
        Path to = folder.resolve("told.json");
        assertThat(run("export", "--series", "MC-200", "--format", "oscal", "--to", to.toString(), "--json")
                        .out())
                .contains("\"file\" : \"" + to + "\"");

        statuses.put("GET /api/v1/series/MC-200/oscal.json", 403);
        answers.put(
                "GET /api/v1/series/MC-200/oscal.json",
                "{\"title\": \"not allowed\", \"detail\": \"ask for it\", \"code\": \"token.scope\"}");
        Path refused = folder.resolve("refused.json");
        assertThat(run("export", "--series", "MC-200", "--format", "oscal", "--to", refused.toString())
                        .code())
                .isEqualTo(5);
        assertThat(run("export", "--series", "MC-200", "--format", "pdf", "--to", refused.toString())
                        .code())
                .isEqualTo(2);
        assertThat(folder)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("refused"));
    }

    @Test
    void aScanIsHandedInAndAPolicyStopsTheBuild() throws IOException {
        String call = "POST /api/v1/series/MC-200/scans?fileName=a.nessus&release=2.4.1&model=MC-210&shipping=true"
                + "&scannedOn=&databaseOn=";
        answers.put(call, """
                {"tool": "Nessus", "evidence": "T-7K2QM", "detections": 3, "unjudged": 2, "exploitable": 1,
                 "incomplete": ["filtered"], "unregistered": ["23/tcp telnet"]}""");
        statuses.put(call, 201);
        Path file = folder.resolve("a.nessus");
        Files.writeString(file, "<NessusClientData_v2/>");
        List<String> words = List.of(
                "import", "scan", "--series", "MC-200", "--release", "2.4.1", "--model", "MC-210", "--shipping");
        Ended taken = run(with(words, file.toString()));
        assertThat(taken.code()).isZero();
        assertThat(taken.out()).contains("T-7K2QM", "filtered");
        assertThat(asked.getLast().body()).isEqualTo("<NessusClientData_v2/>");
        for (String reason : List.of("unjudged", "exploitable", "incomplete", "unregistered")) {
            assertThat(run(with(words, "--fail-on", reason, file.toString())).code())
                    .as(reason)
                    .isEqualTo(1);
        }
        answers.put(call, """
                {"tool": "Nessus", "evidence": "T-7K2QM", "detections": 0, "unjudged": 0, "exploitable": 0,
                 "incomplete": [], "unregistered": []}""");
        assertThat(run(with(words, "--fail-on", "unjudged,exploitable,incomplete,unregistered", file.toString()))
                        .code())
                .isZero();
        assertThat(run(with(words, "--fail-on", "anything", file.toString())).code())
                .isEqualTo(2);
        assertThat(run(with(words, folder.resolve("none").toString())).code()).isEqualTo(2);
    }

    @Test
    void aCheckOfAnotherComputerIsHandedIn() throws IOException {
        String call = "POST /api/v1/series/MC-200/probe/files?fileName=p.json&model=MC-210&performedBy=";
        answers.put(call, "{\"startedAt\": \"2026-11-20T01:00:00Z\", \"evidence\": [\"T-7K2QM\", \"T-ABCDE\"]}");
        statuses.put(call, 201);
        Path file = folder.resolve("p.json");
        Files.writeString(file, "{}");
        Ended taken = run("import", "probe", "--series", "MC-200", "--model", "MC-210", file.toString());
        assertThat(taken.code()).isZero();
        assertThat(taken.out()).contains("T-7K2QM, T-ABCDE");
        statuses.put(call, 422);
        answers.put(
                call, "{\"title\": \"of another series\", \"detail\": \"choose\", \"code\": \"bench.file.device\"}");
        assertThat(run("import", "probe", "--series", "MC-200", "--model", "MC-210", file.toString())
                        .code())
                .isEqualTo(1);
        assertThat(run("import", "probe", "--series", "MC-200", file.toString()).code())
                .isEqualTo(2);
        assertThat(run("import").code()).isEqualTo(2);
    }

    private static String[] with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
