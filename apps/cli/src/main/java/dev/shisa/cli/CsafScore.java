package dev.shisa.cli;

import dev.shisa.advisory.CsafDocument;
import dev.shisa.advisory.CsafValidator;
import dev.shisa.advisory.Finding;
import dev.shisa.advisory.UnreadableCsafException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Answers the documents of the CSAF test suite: whether each is valid, and which tests it fails. */
final class CsafScore {

    private CsafScore() {}

    /** Every document that {@code csaf/expected.json} lists; of its answers, nothing is looked at. */
    static List<Map<String, Object>> documents(Path expected, Instant now) {
        List<Map<String, Object>> answers = new ArrayList<>();
        for (JsonNode version : Json.read(expected)) {
            for (JsonNode entry : version) {
                answers.add(document(expected.resolveSibling(entry.path("file").asString("")), entry, now));
            }
        }
        return answers;
    }

    private static Map<String, Object> document(Path file, JsonNode entry, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("file", entry.path("file").asString(""));
        try {
            List<Finding> findings = CsafValidator.validate(CsafDocument.read(Files.readAllBytes(file)), now);
            answer.put("valid", CsafValidator.isValid(findings));
            answer.put(
                    "errors", new TreeSet<>(findings.stream().map(Finding::test).toList()));
        } catch (UnreadableCsafException e) {
            answer.put("valid", false);
            answer.put("errors", List.of(Finding.SCHEMA));
        } catch (IOException e) {
            throw new Refusal(Cli.PROBLEM, "unreadable", file, String.valueOf(e.getMessage()));
        }
        return answer;
    }
}
