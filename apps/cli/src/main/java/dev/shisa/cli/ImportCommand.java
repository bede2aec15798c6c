package dev.shisa.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code import [--preview] [--take-over] [--company] [--code CODE] FILE.zip}: a series that another installation exported.
 * {@code import --series CODE FILE.json}: answers from another system. The file is what the API takes as answers, with the
 * lists of the register that they need: {@code {"register": {"login": ["SSH"]}, "answers": [{"key": …, "value": …}]}}.
 * {@code import sbom --series CODE --release NAME FILE}: a bill of materials; {@code import vex} likewise: the maker's own statements
 * beside it.
 */
@Command(
        name = "import",
        subcommands = {
            ImportProbeCommand.class,
            ImportScanCommand.class,
            ImportFeedCommand.class,
            ImportCommand.Sbom.class,
            ImportCommand.Vex.class
        })
final class ImportCommand implements Callable<Integer> {

    /** As many as the server takes as one piece of evidence. */
    private static final int ANSWERS_AT_ONCE = 200;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--series", paramLabel = "CODE")
    private String series = "";

    @Option(names = "--code", paramLabel = "CODE")
    private String code = "";

    @Option(names = "--preview")
    private boolean preview;

    @Option(names = "--take-over")
    private boolean takesOver;

    @Option(names = "--company")
    private boolean company;

    @Option(names = "--title", paramLabel = "TEXT")
    private String title = "";

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE")
    private @Nullable Path file;

    @Override
    public Integer call() {
        if (file == null) {
            throw new Refusal(Cli.WRONG_USAGE, "usage.missing", "FILE");
        }
        return bring(file);
    }

    private int bring(Path file) {
        if (series.isEmpty()) {
            return series(file);
        }
        JsonNode content = Json.read(file);
        for (String name : content.propertyNames()) {
            if (!name.equals("register") && !name.equals("answers")) {
                throw new Refusal(Cli.WRONG_USAGE, "server.import-field", file, name);
            }
        }
        ServerClient client = options.client();
        String base = "/api/v1/series/" + ServerClient.encoded(series);
        int items = 0;
        for (Map.Entry<String, JsonNode> list : content.path("register").properties()) {
            List<String> known = client.list(base + "/register/" + ServerClient.encoded(list.getKey())).stream()
                    .map(item -> item.path("name").asString())
                    .toList();
            List<String> names = new ArrayList<>();
            list.getValue().forEach(name -> names.add(name.asString()));
            List<String> added =
                    names.stream().filter(name -> !known.contains(name)).toList();
            if (!added.isEmpty() || (names.isEmpty() && known.isEmpty())) {
                client.post(base + "/register/" + ServerClient.encoded(list.getKey()), Map.of("names", added));
            }
            items += added.size();
        }
        List<JsonNode> answers = new ArrayList<>();
        content.path("answers").forEach(answers::add);
        List<JsonNode> recorded = new ArrayList<>();
        for (int from = 0; from < answers.size(); from += ANSWERS_AT_ONCE) {
            Map<String, Object> body = new LinkedHashMap<>();
            if (!title.isEmpty()) {
                body.put("title", title);
            }
            body.put("answers", answers.subList(from, Math.min(answers.size(), from + ANSWERS_AT_ONCE)));
            recorded.add(client.post(base + "/answers", body));
        }
        int changed =
                recorded.stream().mapToInt(one -> one.path("changed").size()).sum();
        System.out.println(
                options.json() ? Json.text(recorded) : Words.t("server.imported", items, answers.size(), changed));
        return 0;
    }

    /** A whole series; what second persons did elsewhere counts only with {@code --take-over}. */
    private int series(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
        }
        JsonNode came = options.client()
                .sendFile(
                        "/api/v1/series-imports?code=" + ServerClient.encoded(code) + "&takesOver=" + takesOver
                                + "&company=" + company + "&preview=" + preview,
                        file);
        if (options.json()) {
            System.out.println(Json.text(came));
        } else {
            came.path("differing")
                    .forEach(one -> System.out.println(one.path("requirement").asString() + "  "
                            + one.path("there").asString() + " -> "
                            + one.path("here").asString()));
            System.out.println(Words.t(
                    preview ? "server.series-preview" : "server.series-imported",
                    came.path("series").asString(),
                    came.path("facts").asInt(),
                    came.path("verdicts").asInt(),
                    came.path("differing").size(),
                    came.path("manifest").asString()));
        }
        return 0;
    }

    /** A build server hands in what is inside a release. */
    @Command(name = "sbom")
    static final class Sbom implements Callable<Integer> {

        @Mixin
        private ServerOptions options = new ServerOptions();

        @Option(names = "--series", required = true, paramLabel = "CODE")
        private String series = "";

        @Option(names = "--release", required = true, paramLabel = "NAME")
        private String release = "";

        @Option(names = "--whole")
        private boolean whole;

        @Option(names = "--sound-rest")
        private boolean soundRest;

        @Parameters(index = "0", paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            if (!Files.isRegularFile(file)) {
                throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
            }
            JsonNode taken = options.client()
                    .sendFile(
                            "/api/v1/series/" + ServerClient.encoded(series) + "/sboms?fileName="
                                    + ServerClient.encoded(String.valueOf(file.getFileName())) + "&release="
                                    + ServerClient.encoded(release) + "&whole=" + whole + "&soundRest=" + soundRest,
                            file);
            if (options.json()) {
                System.out.println(Json.text(taken));
            } else {
                taken.path("problems").forEach(problem -> Cli.say(problem.asString()));
                System.out.println(Words.t(
                        taken.path("complete").asBoolean() ? "server.sbom-complete" : "server.sbom-partial",
                        taken.path("evidence").asString(),
                        taken.path("components").asInt(),
                        taken.path("format").asString()));
            }
            return 0;
        }
    }

    /** What a build or the PSIRT's tools say of the vulnerabilities in a release (OpenVEX, CSAF, CycloneDX). */
    @Command(name = "vex")
    static final class Vex implements Callable<Integer> {

        @Mixin
        private ServerOptions options = new ServerOptions();

        @Option(names = "--series", required = true, paramLabel = "CODE")
        private String series = "";

        @Option(names = "--release", required = true, paramLabel = "NAME")
        private String release = "";

        @Parameters(index = "0", paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            if (!Files.isRegularFile(file)) {
                throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
            }
            JsonNode taken = options.client()
                    .sendFile(
                            "/api/v1/series/" + ServerClient.encoded(series) + "/vex-documents?fileName="
                                    + ServerClient.encoded(String.valueOf(file.getFileName())) + "&release="
                                    + ServerClient.encoded(release),
                            file);
            System.out.println(
                    options.json()
                            ? Json.text(taken)
                            : Words.t(
                                    "server.vex-taken",
                                    taken.path("evidence").asString(),
                                    taken.path("statements").asInt(),
                                    taken.path("fitting").asInt()));
            return 0;
        }
    }
}
