package dev.shisa.scan;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * OASIS SARIF 2.1.0 (sections 3.13 to 3.54). A result with kind {@code fail}, {@code open} or {@code review} is a detection, also
 * one that was suppressed in the source: that is nobody's judgement of the product. Severity comes from {@code security-severity}
 * of the rule where there is one; SARIF's own levels are no CVSS.
 */
final class SarifReader {

    private final Intake intake = new Intake(ScanFormat.SARIF, "");

    private SarifReader() {}

    static ScanResult read(JsonNode root) throws UnreadableScanException {
        if (!Json.text(root, "version").equals("2.1.0")) {
            throw new UnreadableScanException("sarif.version", Json.text(root, "version"));
        }
        SarifReader reader = new SarifReader();
        int r = 0;
        for (JsonNode run : Json.list(root, "runs", "")) {
            reader.run(run, "/runs/" + r++);
        }
        return reader.intake.result();
    }

    private void run(JsonNode run, String here) throws UnreadableScanException {
        JsonNode driver = run.path("tool").path("driver");
        String name = Json.text(driver, "name");
        if (name.isEmpty()) {
            throw new UnreadableScanException("missing", here + "/tool/driver", "name");
        }
        String version = Json.text(driver, "semanticVersion").isEmpty()
                ? Json.text(driver, "version")
                : Json.text(driver, "semanticVersion");
        if (!intake.tool.isEmpty() && !intake.tool.equals(name)) {
            throw new UnreadableScanException("sarif.tools", here, intake.tool, name);
        }
        intake.tool = name;
        intake.toolVersion = version;
        intake.target(target(run, name));
        int i = 0;
        for (JsonNode invocation : Json.list(run, "invocations", here)) {
            invocation(invocation, here + "/invocations/" + i++);
        }
        if (run.path("results").isMissingNode() || run.path("results").isNull()) {
            // 3.14.23: no results at all means that the tool did not get as far as looking.
            intake.gap(Gap.Reason.NOT_FINISHED, here + "/results");
        }
        Rules rules = new Rules(run, here);
        i = 0;
        for (JsonNode result : Json.list(run, "results", here)) {
            result(result, rules, here + "/results/" + i++);
        }
    }

    private static String target(JsonNode run, String name) {
        return run.path("versionControlProvenance").values().stream()
                .map(v -> (Json.text(v, "repositoryUri") + " " + Json.text(v, "revisionId")).strip())
                .filter(t -> !t.isEmpty())
                .findFirst()
                .orElse(name);
    }

    private void invocation(JsonNode invocation, String here) throws UnreadableScanException {
        if (!invocation.path("executionSuccessful").asBoolean(true)) {
            intake.gap(Gap.Reason.NOT_FINISHED, here + "/executionSuccessful");
        }
        String end = Json.text(invocation, "endTimeUtc");
        if (!end.isEmpty()) {
            try {
                intake.ended(Instant.parse(end));
            } catch (DateTimeException e) {
                throw new UnreadableScanException("time", here + "/endTimeUtc", end);
            }
        }
        for (JsonNode notification : Json.list(invocation, "toolExecutionNotifications", here)) {
            if (Json.text(notification, "level").equals("error")) {
                intake.gap(Gap.Reason.NOT_TESTED, Json.text(notification.path("message"), "text"));
            }
        }
    }

    /** The rules of a run's driver, by number and by id. */
    private static final class Rules {
        private final List<JsonNode> listed;
        private final Map<String, JsonNode> byId = new HashMap<>();

        Rules(JsonNode run, String here) throws UnreadableScanException {
            listed = Json.list(run.path("tool").path("driver"), "rules", here + "/tool/driver");
            int e = 0;
            for (JsonNode extension : Json.list(run.path("tool"), "extensions", here + "/tool")) {
                for (JsonNode rule : Json.list(extension, "rules", here + "/tool/extensions/" + e)) {
                    byId.put(Json.text(rule, "id"), rule);
                }
                e++;
            }
            listed.forEach(rule -> byId.put(Json.text(rule, "id"), rule));
        }

        /** The rule of a result; an object without fields if the file does not describe it. */
        JsonNode of(JsonNode result) {
            JsonNode index = result.path("ruleIndex");
            String id = id(result);
            if (!id.isEmpty() && byId.containsKey(id)) {
                return java.util.Objects.requireNonNull(byId.get(id));
            }
            // 3.27.5: "a/b" is a more special case of rule "a".
            int slash = id.lastIndexOf('/');
            if (slash > 0 && byId.containsKey(id.substring(0, slash))) {
                return java.util.Objects.requireNonNull(byId.get(id.substring(0, slash)));
            }
            if (index.isInt() && index.intValue() >= 0 && index.intValue() < listed.size()) {
                return listed.get(index.intValue());
            }
            return result.path("rule");
        }

        static String id(JsonNode result) {
            String id = Json.text(result, "ruleId");
            return id.isEmpty() ? Json.text(result.path("rule"), "id") : id;
        }
    }

    private void result(JsonNode result, Rules rules, String here) throws UnreadableScanException {
        String kind = Json.text(result, "kind");
        JsonNode rule = rules.of(result);
        switch (kind) {
            case "pass", "notApplicable", "informational" -> {
                intake.informational++;
                return;
            }
            case "", "fail", "open", "review" -> {
                // 3.27.9: "fail" is the default.
            }
            default -> throw new UnreadableScanException("sarif.kind", here + "/kind", kind);
        }
        if (Json.text(result, "baselineState").equals("absent")) {
            // 3.27.24: it was there in the run before and is no longer.
            intake.informational++;
            return;
        }
        String id = Rules.id(result).isEmpty() ? Json.text(rule, "id") : Rules.id(result);
        String message = message(result, rule);
        if (id.isEmpty() && message.isEmpty()) {
            throw new UnreadableScanException("missing", here, "ruleId");
        }
        JsonNode location = result.path("locations").path(0).path("physicalLocation");
        String line = Json.text(location.path("region"), "startLine");
        String place = Json.text(location.path("artifactLocation"), "uri") + (line.isEmpty() ? "" : ":" + line);
        List<String> tags = new ArrayList<>();
        rule.path("properties").path("tags").values().forEach(t -> tags.add(t.asString("")));
        String title = Json.text(rule.path("shortDescription"), "text");
        String name = Stream.of(title, Json.text(rule, "name"), message, id)
                .filter(t -> !t.isEmpty())
                .findFirst()
                .orElse("");
        boolean suppressed = !result.path("suppressions").isEmpty();
        intake.detection(new Detection(
                id.isEmpty() ? message : id,
                name,
                severity(result, rule, here),
                List.of(id, name, String.join(" ", tags)),
                tags.stream()
                        .map(t -> t.substring(t.lastIndexOf('/') + 1))
                        .filter(t -> t.regionMatches(true, 0, "cwe", 0, 3))
                        .toList(),
                "",
                0,
                "",
                place,
                suppressed ? message + "\n(suppressions)" : message));
    }

    private static String message(JsonNode result, JsonNode rule) {
        JsonNode message = result.path("message");
        String text = Json.text(message, "text");
        if (text.isEmpty()) {
            text = Json.text(rule.path("messageStrings").path(Json.text(message, "id")), "text");
        }
        int i = 0;
        for (JsonNode argument : message.path("arguments").values()) {
            text = text.replace("{" + i++ + "}", Texts.line(argument.asString(""), 500));
            if (i == 20 || text.length() > 10_000) {
                break;
            }
        }
        return text;
    }

    private static Severity severity(JsonNode result, JsonNode rule, String here) throws UnreadableScanException {
        String written = Json.text(result.path("properties"), "security-severity");
        if (written.isEmpty()) {
            written = Json.text(rule.path("properties"), "security-severity");
        }
        if (written.isEmpty()) {
            return Severity.UNKNOWN;
        }
        try {
            double score = Double.parseDouble(written);
            if (score >= 0 && score <= 10) {
                return score == 0 ? Severity.UNKNOWN : Severity.ofScore(score);
            }
        } catch (NumberFormatException e) {
            throw new UnreadableScanException("severity", here, written);
        }
        throw new UnreadableScanException("severity", here, written);
    }
}
