package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.FreshVerdicts.Fresh;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Proposes, from what a device does, which of the seven technical measures of guide 002 to look at. A proposal decides
 * nothing: the guide asks none of them alike of all, so a person adopts a measure or decides against it.
 */
@Component
class Measures {

    private final Catalogues catalogues;
    private final FreshVerdicts verdicts;
    private final NotAdopted notAdopted;
    private final Adopted adopted;
    private final Guides guides;

    Measures(Catalogues catalogues, FreshVerdicts verdicts, NotAdopted notAdopted, Adopted adopted, Guides guides) {
        this.catalogues = catalogues;
        this.verdicts = verdicts;
        this.notAdopted = notAdopted;
        this.adopted = adopted;
        this.guides = guides;
    }

    /** Whether the device has a trait. */
    enum Presence {
        /** The facts say so. */
        YES,
        /** The facts say that it has not. */
        NO,
        /** Something is missing, expired or contradicted. */
        OPEN;
    }

    /**
     * What the facts say of a trait.
     *
     * @param confirmed whether a second person has confirmed what decides it
     * @param says the facts that decide; for an open trait those that are missing or in doubt
     */
    record TraitFound(Trait trait, Presence presence, boolean confirmed, List<Slot> says) {
        TraitFound {
            says = List.copyOf(says);
        }
    }

    /**
     * One of the seven.
     *
     * @param state its own verdict
     * @param against the decision against it that is in force
     * @param decided the decision for it that is in force
     */
    record Measure(
            Requirement requirement,
            VerdictState state,
            NotAdopted.@Nullable Decision against,
            Adopted.@Nullable Decision decided) {

        boolean isOpen() {
            return against == null && decided == null;
        }
    }

    record Group(TraitFound found, List<Measure> measures) {
        Group {
            measures = List.copyOf(measures);
        }

        /** How many are proposed and wait for a person's decision. */
        int waiting() {
            return found.presence() == Presence.YES
                    ? (int) measures.stream().filter(Measure::isOpen).count()
                    : 0;
        }
    }

    /** @param followed whether the series follows the guide; only then can anything be decided */
    record Selection(List<Group> groups, boolean followed) {
        Selection {
            groups = List.copyOf(groups);
        }
    }

    Selection of(Series series) {
        Catalogue catalogue = catalogues.current();
        Map<Trait, Requirement> traits = new EnumMap<>(Trait.class);
        List<Requirement> all = new ArrayList<>();
        for (Trait trait : Trait.values()) {
            traits.put(trait, trait.requirement(catalogue));
            all.add(trait.requirement(catalogue));
            trait.measures().forEach(id -> catalogue.requirement(id).ifPresent(all::add));
        }
        Map<RequirementId, Fresh> decided = verdicts.of(series, all);
        Map<RequirementId, NotAdopted.Decision> against = notAdopted.of(series.id());
        Map<RequirementId, Adopted.Decision> forIt = adopted.of(series.id());
        List<Group> groups = new ArrayList<>();
        traits.forEach((trait, requirement) -> {
            List<Measure> measures = trait.measures().stream()
                    .flatMap(id -> catalogue.requirement(id).stream())
                    .map(measure -> new Measure(
                            measure,
                            Optional.ofNullable(decided.get(measure.id()))
                                    .map(fresh -> fresh.verdict().state())
                                    .orElse(VerdictState.UNKNOWN),
                            against.get(measure.id()),
                            forIt.get(measure.id())))
                    .toList();
            groups.add(new Group(found(trait, Objects.requireNonNull(decided.get(requirement.id()))), measures));
        });
        boolean followed = guides.followed(series.id()).stream()
                .anyMatch(framework -> framework.id().equals(Trait.GUIDE));
        return new Selection(groups, followed);
    }

    private static TraitFound found(Trait trait, Fresh fresh) {
        ProofNode rule = fresh.verdict().proof().rule();
        Presence presence = switch (rule.truth()) {
            case TRUE -> Presence.YES;
            case FALSE -> Presence.NO;
            case UNKNOWN, STALE, CONFLICT -> Presence.OPEN;
        };
        List<Slot> says = rule.children().stream()
                .filter(leaf -> presence == Presence.OPEN ? !leaf.truth().isKnown() : leaf.truth() == rule.truth())
                .map(ProofNode::reading)
                .flatMap(reading -> Optional.ofNullable(reading).stream())
                .map(Reading::slot)
                .toList();
        boolean confirmed =
                presence != Presence.OPEN && rule.proven() == (presence == Presence.YES ? Truth.TRUE : Truth.FALSE);
        return new TraitFound(trait, presence, confirmed, says);
    }
}
