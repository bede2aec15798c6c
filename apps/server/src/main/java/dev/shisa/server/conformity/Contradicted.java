package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.Awaiting;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What has to be rechecked because of facts that cannot all be so. */
@Component
class Contradicted implements Awaiting {

    private final Verdicts verdicts;
    private final Catalogues catalogues;

    Contradicted(Verdicts verdicts, Catalogues catalogues) {
        this.verdicts = verdicts;
        this.catalogues = catalogues;
    }

    @Override
    public List<Awaited> awaiting(Series series) {
        verdicts.settle(series.id());
        Judged judged = Judged.of(series);
        return verdicts
                .inStates(List.of(series.id()), Set.of(VerdictState.RECHECK))
                .getOrDefault(series.id(), List.of())
                .stream()
                .filter(verdict -> !verdict.contradictions().isEmpty())
                .flatMap(verdict -> catalogues.current().requirement(verdict.requirement()).stream()
                        .map(requirement -> awaited(judged, requirement, verdict.contradictions())))
                .toList();
    }

    private static Awaited awaited(Judged judged, Requirement requirement, List<Ground.Point> contradictions) {
        Set<Slot> disagreeing = contradictions.stream()
                .filter(point -> !point.contradicts())
                .map(Ground.Point::slot)
                .collect(Collectors.toSet());
        Set<Text> cannotBoth = contradictions.stream()
                .filter(Ground.Point::contradicts)
                .map(point -> Objects.requireNonNull(point.text()))
                .collect(Collectors.toSet());
        return new Awaited(
                requirement.id(), requirement.shortName(), judged.page(requirement.id()), disagreeing, cannotBoth);
    }
}
