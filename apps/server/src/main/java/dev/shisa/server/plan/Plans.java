package dev.shisa.server.plan;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Division;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.application.LabelDue;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.checklist.CustomerDemand;
import dev.shisa.server.conformity.Assignments;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.conformity.StoredVerdict;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.plan.Planner.Item;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gathers what is open for a series and for the company behind it, and keeps what the plan is made by. */
@Service
class Plans {

    /** The guide by which the label is issued. */
    private static final String LABELLED = "jcstar1";

    private final PlanStore store;
    private final Verdicts verdicts;
    private final NotAdopted notAdopted;
    private final Guides guides;
    private final Products products;
    private final Catalogues catalogues;
    private final CustomerDemand demand;
    private final Assignments assignments;
    private final LabelDue labels;
    private final Audit audit;
    private final InstantSource clock;

    Plans(
            PlanStore store,
            Verdicts verdicts,
            NotAdopted notAdopted,
            Guides guides,
            Products products,
            Catalogues catalogues,
            CustomerDemand demand,
            Assignments assignments,
            LabelDue labels,
            Audit audit,
            InstantSource clock) {
        this.store = store;
        this.verdicts = verdicts;
        this.notAdopted = notAdopted;
        this.guides = guides;
        this.products = products;
        this.catalogues = catalogues;
        this.demand = demand;
        this.assignments = assignments;
        this.labels = labels;
        this.audit = audit;
        this.clock = clock;
    }

    /** What is open of all that the series and the company follow, without what was decided against. */
    List<Item> open(Series series) {
        return Stream.concat(openOf(series).stream(), asked(series, openOfCompany()).stream())
                .toList();
    }

    /** What is open of the series itself. */
    List<Item> openOf(Series series) {
        return asked(series, open(series.id(), false));
    }

    /** What is open of the company, whoever asks for it. */
    List<Item> openOfCompany() {
        return open(products.organisation().id(), true);
    }

    /** The same with how many customers of the series ask for it. */
    List<Item> asked(Series series, List<Item> items) {
        Map<RequirementId, SortedSet<String>> customers = demand.of(series.id());
        return items.stream()
                .map(item -> new Item(
                        item.id(),
                        item.state(),
                        item.openFacts(),
                        item.stage(),
                        item.company(),
                        customers.getOrDefault(item.id(), new TreeSet<>()).size(),
                        item.due()))
                .toList();
    }

    private List<Item> open(UUID subject, boolean company) {
        List<Item> items = new ArrayList<>();
        Map<RequirementId, LocalDate> due = assignments.dueDays(subject);
        LocalDate label = company ? null : labels.lastDay(subject).orElse(null);
        Set<RequirementId> against = notAdopted.of(subject).keySet();
        for (Framework framework : guides.followed(subject)) {
            for (StoredVerdict verdict : verdicts.of(subject, framework.id())) {
                if (!verdict.state().isGreen() && !against.contains(verdict.requirement())) {
                    items.add(new Item(
                            verdict.requirement(),
                            verdict.state(),
                            verdict.ground().open(),
                            stage(catalogues.current(), verdict.requirement()),
                            company,
                            0,
                            sooner(
                                    due.get(verdict.requirement()),
                                    framework.id().equals(LABELLED) ? label : null)));
                }
            }
        }
        return items;
    }

    private static @Nullable LocalDate sooner(@Nullable LocalDate one, @Nullable LocalDate other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /** The guides that the series and the company follow: one of them can come first. */
    List<Framework> guides(Series series) {
        return Stream.of(series.id(), products.organisation().id())
                .flatMap(id -> guides.followed(id).stream())
                .distinct()
                .toList();
    }

    /**
     * The stage in which a requirement is worked on: the phase under which its guide puts it; without one, policy for what
     * is asked of the maker and design for what is asked of the product.
     */
    static Stage stage(Catalogue catalogue, RequirementId id) {
        for (Division.Part part : catalogue
                .references()
                .division(id.framework())
                .map(Division::parts)
                .orElse(List.of())) {
            if (part.requirements().contains(id)) {
                String phase = part.phase().ja();
                if (phase.contains("方針") || phase.contains("全体")) {
                    return Stage.POLICY;
                }
                if (phase.contains("設計") || phase.contains("分析") || phase.contains("調達")) {
                    return Stage.DESIGN;
                }
                return phase.contains("検証") ? Stage.VERIFICATION : Stage.OPERATION;
            }
        }
        return catalogue
                        .requirement(id)
                        .filter(r -> r.scope() == Requirement.Scope.MAKER)
                        .isPresent()
                ? Stage.POLICY
                : Stage.DESIGN;
    }

    /** Enters what the plan is made by; false when somebody else did first. */
    @Transactional
    public boolean enter(Series series, PlanParameters given, int version, Person person) {
        if (!store.put(series.id(), given, version, person, clock.instant())) {
            return false;
        }
        TreeMap<String, Object> details = new TreeMap<>();
        details.put("begins", given.begins().toString());
        details.put("emphasis", given.emphasis().id());
        details.put("guide", given.guide());
        details.put("stage", given.stage().id());
        details.put("staffHours", given.staffHours());
        details.put("budgetYen", given.budgetYen());
        details.put("confirmHours", given.confirmHours());
        details.put("answerHours", given.answerHours());
        details.put("recheckHours", given.recheckHours());
        details.put("fixHours", given.fixHours());
        details.put("fixYen", given.fixYen());
        audit.record(person, "plan.parameters", series.code(), details);
        return true;
    }
}
