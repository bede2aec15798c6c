package dev.shisa.server.conformity;

import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.EvidenceTitle;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why verdicts changed, in words. The evidence of a cause is called as it is everywhere else. */
public final class Causes {

    /** Whose arguments are who, the evidence's code and its title ({@code evidence.FactsChanged}). */
    private static final Set<String> TITLED = Set.of("fact.added", "fact.confirmed", "fact.unconfirmed");

    private static final int CODE = 1;

    private static final int TITLE = 2;

    private Causes() {}

    /** One for each change, in their order; empty where there are no words for it. */
    public static List<String> of(List<VerdictChange> changes, EvidenceLog evidence, Ui ui) {
        Map<String, EvidenceTitle> titles =
                evidence.byCodes(changes.stream().flatMap(Causes::code).collect(Collectors.toSet())).stream()
                        .map(EvidenceDetails::summary)
                        .collect(Collectors.toMap(EvidenceSummary::code, EvidenceSummary::title));
        return changes.stream()
                .map(change -> {
                    List<String> args = new ArrayList<>(change.causeArgs());
                    code(change)
                            .flatMap(code -> Stream.ofNullable(titles.get(code)))
                            .forEach(title -> args.set(TITLE, title.in(ui.locale())));
                    String key = "verdict.cause." + change.cause();
                    return ui.has(key) ? ui.t(key, args.toArray()) : "";
                })
                .toList();
    }

    private static Stream<String> code(VerdictChange change) {
        return TITLED.contains(change.cause()) && change.causeArgs().size() > TITLE
                ? Stream.of(change.causeArgs().get(CODE))
                : Stream.empty();
    }
}
