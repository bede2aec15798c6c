package dev.shisa.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code evidence add}: a build server hands in what it has tested, with the facts that rest on it. */
@Command(name = "evidence", subcommands = EvidenceCommand.Add.class)
final class EvidenceCommand {

    /** One piece of evidence. */
    @Command(name = "add")
    static final class Add implements Callable<Integer> {

        private static final Pattern FACT =
                Pattern.compile("([a-z][a-z0-9.-]*)(?:\\[([^\\]]+)\\])?=(.*)", Pattern.DOTALL);

        @Mixin
        private ServerOptions options = new ServerOptions();

        @Option(names = "--series", required = true, paramLabel = "CODE")
        private String series = "";

        @Option(names = "--kind", paramLabel = "KIND", defaultValue = "document")
        private String kind = "";

        @Option(names = "--title", paramLabel = "TEXT")
        private @Nullable String title;

        @Option(names = "--statement", paramLabel = "TEXT")
        private @Nullable String statement;

        @Option(names = "--place", paramLabel = "TEXT")
        private @Nullable String place;

        @Option(names = "--file", paramLabel = "FILE")
        private @Nullable Path file;

        @Option(names = "--record", paramLabel = "FIELD=TEXT")
        private Map<String, String> record = Map.of();

        @Option(names = "--fact", paramLabel = "KEY[ITEM]=VALUE")
        private List<String> facts = List.of();

        @Override
        public Integer call() {
            ServerClient client = options.client();
            List<Map<String, Object>> sent = new ArrayList<>();
            Map<String, String> types = facts.isEmpty() ? Map.of() : types(client);
            for (String fact : facts) {
                sent.add(fact(fact, types));
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("kind", kind);
            put(body, "title", title == null && file != null ? String.valueOf(file.getFileName()) : title);
            put(body, "statement", statement);
            put(body, "place", place);
            if (file != null) {
                if (!Files.isRegularFile(file)) {
                    throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", file);
                }
                body.put("file", client.upload(file));
            }
            if (!record.isEmpty()) {
                body.put("record", record);
            }
            body.put("facts", sent);
            JsonNode recorded = client.post("/api/v1/series/" + ServerClient.encoded(series) + "/evidence", body);
            System.out.println(
                    options.json()
                            ? Json.text(recorded)
                            : Words.t(
                                    "server.recorded",
                                    recorded.path("code").asString(),
                                    recorded.path("facts").size()));
            return 0;
        }

        private static void put(Map<String, Object> body, String name, @Nullable Object value) {
            if (value != null) {
                body.put(name, value);
            }
        }

        /** What the vocabulary of this server takes for each key, so that nothing is guessed from how a text looks. */
        private static Map<String, String> types(ServerClient client) {
            Map<String, String> types = new LinkedHashMap<>();
            client.list("/api/v1/catalogue/facts")
                    .forEach(fact -> types.put(
                            fact.path("key").asString(), fact.path("type").asString()));
            return types;
        }

        private Map<String, Object> fact(String text, Map<String, String> types) {
            Matcher matcher = FACT.matcher(text);
            if (!matcher.matches()) {
                throw new Refusal(Cli.WRONG_USAGE, "server.no-fact", text);
            }
            String type = types.get(matcher.group(1));
            if (type == null) {
                throw new Refusal(Cli.WRONG_USAGE, "server.no-key", matcher.group(1));
            }
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("key", matcher.group(1));
            if (matcher.group(2) != null) {
                fact.put("item", matcher.group(2));
            }
            fact.put("value", value(type, matcher.group(3), text));
            fact.put("replaces", true);
            return fact;
        }

        private Object value(String type, String value, String text) {
            return switch (type) {
                case "flag" -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        throw new Refusal(Cli.WRONG_USAGE, "server.no-flag", text);
                    }
                    yield Boolean.valueOf(value);
                }
                case "whole" -> {
                    if (!value.matches("-?[0-9]{1,18}")) {
                        throw new Refusal(Cli.WRONG_USAGE, "server.no-whole", text);
                    }
                    yield Long.valueOf(value);
                }
                case "words", "set" -> value.isEmpty() ? List.of() : Arrays.asList(value.split(",", -1));
                default -> value;
            };
        }
    }
}
