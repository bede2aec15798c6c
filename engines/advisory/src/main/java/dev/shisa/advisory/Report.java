package dev.shisa.advisory;

import java.util.ArrayList;
import java.util.List;

/** What one test finds. */
final class Report {

    /** Whoever sees a hundred faults of one kind needs no more; the count of the rest is told. */
    private static final int FINDINGS_MAX = 100;

    private final String test;
    private final Finding.Severity severity;
    private final List<Finding> findings = new ArrayList<>();
    private int more;

    Report(String test, Finding.Severity severity) {
        this.test = test;
        this.severity = severity;
    }

    void add(Place place, String code, Object... arguments) {
        if (findings.size() == FINDINGS_MAX) {
            more++;
            return;
        }
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            texts.add(String.valueOf(argument));
        }
        findings.add(new Finding(test, severity, place.pointer(), code, texts));
    }

    List<Finding> findings() {
        if (more == 0) {
            return List.copyOf(findings);
        }
        List<Finding> all = new ArrayList<>(findings);
        all.add(new Finding(test, severity, "", "more", List.of("" + more)));
        return all;
    }
}
