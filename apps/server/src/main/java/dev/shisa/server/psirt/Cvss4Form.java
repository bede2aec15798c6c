package dev.shisa.server.psirt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The eleven questions of CVSS 4.0's base metrics (specification, section 2) as a form asks them. */
final class Cvss4Form {

    /** Metrics in the order of the vector, each with its values from the gravest. */
    static final Map<String, List<String>> METRICS = metrics();

    private Cvss4Form() {}

    private static Map<String, List<String>> metrics() {
        Map<String, List<String>> metrics = new LinkedHashMap<>();
        metrics.put("AV", List.of("N", "A", "L", "P"));
        metrics.put("AC", List.of("L", "H"));
        metrics.put("AT", List.of("N", "P"));
        metrics.put("PR", List.of("N", "L", "H"));
        metrics.put("UI", List.of("N", "P", "A"));
        for (String impact : List.of("VC", "VI", "VA", "SC", "SI", "SA")) {
            metrics.put(impact, List.of("H", "L", "N"));
        }
        return metrics;
    }

    /** The vector of all answers; empty while one is missing. */
    static String vector(Map<String, String> answers) {
        StringBuilder vector = new StringBuilder("CVSS:4.0");
        for (Map.Entry<String, List<String>> metric : METRICS.entrySet()) {
            String answer = answers.getOrDefault(metric.getKey(), "");
            if (!metric.getValue().contains(answer)) {
                return "";
            }
            vector.append('/').append(metric.getKey()).append(':').append(answer);
        }
        return vector.toString();
    }
}
