package dev.shisa.server.conformity;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.OpenCriteria;
import dev.shisa.server.product.Series;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The next questions of a product by the requirement that asks them: what a document can answer or prove. */
@Component
class AskedOfDocuments implements OpenCriteria {

    private static final int CRITERIA_MAX = 60;

    private final Verdicts verdicts;
    private final Catalogues catalogues;

    AskedOfDocuments(Verdicts verdicts, Catalogues catalogues) {
        this.verdicts = verdicts;
        this.catalogues = catalogues;
    }

    @Override
    public List<Criterion> of(Series series, Locale locale) {
        Map<RequirementId, Set<Slot>> asked = new LinkedHashMap<>();
        for (NextQuestion question : verdicts.next(series.id(), "")) {
            Slot slot = question.slot();
            if (slot != null && (question.isAnswered() || question.kind() == NextQuestion.Kind.STRENGTHEN)) {
                question.touches()
                        .forEach(id -> asked.computeIfAbsent(id, _ -> new LinkedHashSet<>())
                                .add(slot));
            }
        }
        Map<RequirementId, VerdictState> states = verdicts.states(series.id());
        Judged judged = Judged.of(series);
        return asked.entrySet().stream()
                .flatMap(one -> criterion(judged, one.getKey(), one.getValue(), states, locale))
                .limit(CRITERIA_MAX)
                .toList();
    }

    private Stream<Criterion> criterion(
            Judged judged, RequirementId id, Set<Slot> asks, Map<RequirementId, VerdictState> states, Locale locale) {
        VerdictState state = states.get(id);
        Requirement requirement = catalogues.current().requirement(id).orElse(null);
        return state == null || state.isGreen() || requirement == null
                ? Stream.of()
                : Stream.of(new Criterion(
                        id.number(), requirement.title().in(locale), state, judged.page(id), List.copyOf(asks)));
    }
}
