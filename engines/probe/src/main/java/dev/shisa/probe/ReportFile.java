package dev.shisa.probe;

import dev.shisa.probe.Declaration.DeclaredPort;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report as a file that goes from the computer at the bench to whoever keeps the evidence: what was found, how far the run
 * was allowed to go, and the declaration that the device was compared with, without its passwords. Nothing signs it, so
 * whoever takes it in takes the word of whoever hands it over.
 *
 * @param address of the device, {@code address6} the same over IPv6 or empty
 * @param tcp numbers of the ports that were declared
 */
public record ReportFile(
        Report report, Limits limits, String address, String address6, SortedSet<Integer> tcp, SortedSet<Integer> udp) {

    /** Twelve keys with a thousand observations each, and their exchanges. */
    public static final int BYTES_MAX = 16 << 20;

    private static final int EVIDENCE_MAX = 5_000;
    private static final int ARGUMENTS_MAX = 20;
    private static final int TEXT_CHARS_MAX = 100_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(TEXT_CHARS_MAX)
                            .maxNameLength(1000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public ReportFile {
        tcp = new TreeSet<>(tcp);
        udp = new TreeSet<>(udp);
    }

    /** What a run of a declaration came to. */
    public static ReportFile of(Declaration declared, Limits limits, Report report) {
        return new ReportFile(
                report,
                limits,
                declared.address().getHostAddress(),
                declared.address6().map(a -> a.getHostAddress()).orElse(""),
                numbers(declared.tcp()),
                numbers(declared.udp()));
    }

    private static SortedSet<Integer> numbers(Collection<DeclaredPort> ports) {
        SortedSet<Integer> numbers = new TreeSet<>();
        ports.forEach(port -> numbers.add(port.port()));
        return numbers;
    }

    /**
     * The file, with a sentence for each observation in the language of these.
     *
     * @param retest the command that shows an observation again; empty where there is none
     */
    public String text(Sentences sentences, Function<Evidence, String> retest) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("device", report.device());
        Map<String, Object> results = new LinkedHashMap<>();
        report.results().forEach((key, result) -> {
            List<Map<String, Object>> evidence = new ArrayList<>();
            for (Evidence one : result.evidence()) {
                Map<String, Object> item = new LinkedHashMap<>();
                item.put("verdict", one.verdict());
                item.put("where", one.where());
                item.put("code", one.code());
                item.put("args", one.args());
                item.put("says", sentences.say(one));
                item.put("sent", one.exchange().sent());
                item.put("received", one.exchange().received());
                item.put("retest", retest.apply(one));
                evidence.add(item);
            }
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("verdict", result.verdict());
            found.put("evidence", evidence);
            results.put(key.name(), found);
        });
        root.put("results", results);
        root.put("notes", report.notes().stream().map(sentences::say).toList());
        root.put("startedAt", report.startedAt().toString());
        root.put("tookMs", report.tookMs());
        root.put("requests", report.requests());
        Map<String, Object> declared = new LinkedHashMap<>();
        declared.put("address", address);
        declared.put("address6", address6);
        declared.put("tcp", tcp);
        declared.put("udp", udp);
        root.put("declared", declared);
        Map<String, Object> allowed = new LinkedHashMap<>();
        allowed.put("seconds", limits.seconds());
        allowed.put("requests", limits.requests());
        allowed.put("requestsPerSecond", limits.requestsPerSecond());
        allowed.put("changes", limits.changesAllowed());
        root.put("limits", allowed);
        return JSON.writeValueAsString(root);
    }

    /**
     * Reads such a file, whole or not at all. Notes stay behind: they are for the person at the bench, and can hold a password.
     *
     * @throws ReportFileException when it is none, or was changed since it was written
     */
    public static ReportFile read(byte[] bytes) throws ReportFileException {
        if (bytes.length > BYTES_MAX) {
            throw new ReportFileException(ReportFileException.Reason.SIZE, Integer.toString(BYTES_MAX >> 20));
        }
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new ReportFileException(ReportFileException.Reason.NOT_JSON, "");
        }
        if (root == null || !root.isObject() || !root.path("results").isObject()) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, "results");
        }
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            results.put(key, result(key, root.path("results").path(key.name())));
        }
        JsonNode limits = need(root, "limits");
        JsonNode declared = need(root, "declared");
        try {
            return new ReportFile(
                    new Report(
                            string(root, "device"),
                            Instant.parse(string(root, "startedAt")),
                            number(root, "tookMs", Integer.MAX_VALUE),
                            number(root, "requests", Integer.MAX_VALUE),
                            results,
                            List.of()),
                    new Limits(
                            (int) number(limits, "seconds", 1_000_000),
                            (int) number(limits, "requests", Integer.MAX_VALUE),
                            (int) number(limits, "requestsPerSecond", Integer.MAX_VALUE),
                            flag(limits, "changes"),
                            EnumSet.allOf(Key.class)),
                    string(declared, "address"),
                    string(declared, "address6"),
                    ports(declared, "tcp"),
                    ports(declared, "udp"));
        } catch (DateTimeException e) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, "startedAt");
        } catch (IllegalArgumentException e) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, "limits");
        }
    }

    private static Result result(Key key, JsonNode found) throws ReportFileException {
        JsonNode list = found.path("evidence");
        if (!list.isArray() || list.size() > EVIDENCE_MAX) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, "results/" + key);
        }
        List<Evidence> evidence = new ArrayList<>();
        for (JsonNode one : list) {
            evidence.add(evidence(key, one, "results/" + key + "/evidence/" + evidence.size()));
        }
        Verdict told = verdict(found, "results/" + key);
        // One violation decides, whatever somebody wrote above it.
        if (told != Verdict.of(evidence.stream().map(Evidence::verdict).toList())) {
            throw new ReportFileException(ReportFileException.Reason.CHANGED, key.name());
        }
        return new Result(told, evidence);
    }

    private static Evidence evidence(Key key, JsonNode one, String at) throws ReportFileException {
        JsonNode args = one.path("args");
        if (!(one instanceof ObjectNode written) || !args.isArray() || args.size() > ARGUMENTS_MAX) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, at);
        }
        for (JsonNode argument : args) {
            if (!argument.isString()) {
                throw new ReportFileException(ReportFileException.Reason.NO_RESULT, at + "/args");
            }
        }
        verdict(one, at);
        string(one, "where");
        if (!Sentences.knows(string(one, "code"))) {
            throw new ReportFileException(ReportFileException.Reason.UNKNOWN_CODE, string(one, "code"));
        }
        ObjectNode shaped = written.deepCopy();
        shaped.put("key", key.name());
        shaped.putObject("exchange").put("sent", string(one, "sent")).put("received", string(one, "received"));
        try {
            return JSON.treeToValue(shaped, Evidence.class);
        } catch (JacksonException e) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, at);
        }
    }

    private static Verdict verdict(JsonNode node, String at) throws ReportFileException {
        for (Verdict verdict : Verdict.values()) {
            if (node.path("verdict").isString()
                    && verdict.name().equals(node.path("verdict").stringValue())) {
                return verdict;
            }
        }
        throw new ReportFileException(ReportFileException.Reason.NO_RESULT, at + "/verdict");
    }

    private static JsonNode need(JsonNode root, String field) throws ReportFileException {
        if (!root.path(field).isObject()) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, field);
        }
        return root.path(field);
    }

    private static String string(JsonNode node, String field) throws ReportFileException {
        if (!node.path(field).isString()) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, field);
        }
        return node.path(field).stringValue();
    }

    private static long number(JsonNode node, String field, long most) throws ReportFileException {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > most) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, field);
        }
        return value.longValue();
    }

    private static boolean flag(JsonNode node, String field) throws ReportFileException {
        if (!node.path(field).isBoolean()) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, field);
        }
        return node.path(field).booleanValue();
    }

    private static SortedSet<Integer> ports(JsonNode declared, String field) throws ReportFileException {
        SortedSet<Integer> ports = new TreeSet<>();
        JsonNode list = declared.path(field);
        if (!list.isArray()) {
            throw new ReportFileException(ReportFileException.Reason.NO_RESULT, "declared/" + field);
        }
        for (JsonNode port : list) {
            if (!port.isIntegralNumber()
                    || !port.canConvertToInt()
                    || port.intValue() < 1
                    || port.intValue() > 65_535) {
                throw new ReportFileException(ReportFileException.Reason.NO_RESULT, "declared/" + field);
            }
            ports.add(port.intValue());
        }
        return ports;
    }
}
