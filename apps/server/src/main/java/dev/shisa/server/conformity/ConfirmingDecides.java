package dev.shisa.server.conformity;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.ConfirmationEffects;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.SubjectSlot;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Verdicts before and after a confirmation: by the engine from the facts as they would be, by nothing else. */
@Component
class ConfirmingDecides implements ConfirmationEffects {

    /** What the company says of itself counts for every product; of more products than these it is not told one by one. */
    private static final int SERIES_MAX = 10;

    private static final String COMPANY = "";
    private static final String BETWEEN = "~";

    private final Catalogues catalogues;
    private final Products products;
    private final Verdicts verdicts;
    private final FreshVerdicts fresh;

    ConfirmingDecides(Catalogues catalogues, Products products, Verdicts verdicts, FreshVerdicts fresh) {
        this.catalogues = catalogues;
        this.products = products;
        this.verdicts = verdicts;
        this.fresh = fresh;
    }

    @Override
    public <K> Map<K, List<Effect>> supposing(Map<K, List<FactEntry>> sets, Person reader) {
        Map<Judged, Map<K, List<FactEntry>>> bySubject = new LinkedHashMap<>();
        Readers readers = new Readers(reader);
        sets.forEach((key, facts) -> readers.of(facts, FactEntry::subject)
                .forEach((judged, read) -> bySubject
                        .computeIfAbsent(judged, _ -> new LinkedHashMap<>())
                        .put(key, read)));
        Map<K, List<Effect>> effects = new HashMap<>();
        bySubject.forEach((judged, read) -> {
            Set<RequirementId> known = verdicts.states(judged.id()).keySet();
            Map<K, Set<UUID>> confirmed = new LinkedHashMap<>();
            Map<K, List<Requirement>> asked = new LinkedHashMap<>();
            read.forEach((key, facts) -> {
                confirmed.put(key, facts.stream().map(FactEntry::id).collect(Collectors.toSet()));
                asked.put(
                        key,
                        requirements(
                                facts.stream().map(fact -> fact.fact().slot().key()), known));
            });
            fresh.supposing(judged.organisation() ? null : judged.series(), confirmed, asked)
                    .forEach((key, turned) -> turned.forEach((id, state) ->
                            effects.computeIfAbsent(key, _ -> new ArrayList<>()).add(effect(judged, id, state))));
        });
        return effects;
    }

    @Override
    public Map<String, VerdictState> now(Collection<SubjectSlot> facts, Person reader) {
        Map<String, VerdictState> states = new TreeMap<>();
        new Readers(reader).of(facts, SubjectSlot::subject).forEach((judged, read) -> {
            Map<RequirementId, VerdictState> of = verdicts.states(judged.id());
            requirements(read.stream().map(fact -> fact.slot().key()), of.keySet())
                    .forEach(requirement -> {
                        VerdictState state = of.get(requirement.id());
                        if (state != null) {
                            states.put(key(judged, requirement.id()), state);
                        }
                    });
        });
        return states;
    }

    @Override
    public List<Effect> named(List<String> keys, Person reader) {
        List<Effect> found = new ArrayList<>();
        Map<String, Optional<Judged>> known = new HashMap<>();
        Map<UUID, Map<RequirementId, VerdictState>> states = new HashMap<>();
        for (String key : new LinkedHashSet<>(keys)) {
            String[] parts = key.split(BETWEEN, 2);
            RequirementId id =
                    parts.length < 2 ? null : RequirementId.parse(parts[1]).orElse(null);
            Judged judged = id == null
                    ? null
                    : known.computeIfAbsent(parts[0], code -> judged(code, reader))
                            .orElse(null);
            VerdictState state = judged == null
                    ? null
                    : states.computeIfAbsent(judged.id(), verdicts::states).get(id);
            if (judged != null && id != null && state != null) {
                found.add(effect(judged, id, state));
            }
        }
        return found;
    }

    private Optional<Judged> judged(String code, Person reader) {
        return code.equals(COMPANY)
                ? Optional.of(company())
                : products.byCode(code)
                        .filter(series -> reader.sees(series.id()))
                        .map(Judged::of);
    }

    /** Who is judged by facts about a subject, of what one person sees; each subject is looked up once. */
    private final class Readers {

        private final Person person;
        private final Set<UUID> archived = products.archived();
        private final Map<Subject, List<Judged>> known = new HashMap<>();

        Readers(Person person) {
            this.person = person;
        }

        <F> Map<Judged, List<F>> of(Collection<F> facts, Function<F, Subject> about) {
            Map<Judged, List<F>> readers = new LinkedHashMap<>();
            facts.forEach(fact -> known.computeIfAbsent(about.apply(fact), this::judged)
                    .forEach(one ->
                            readers.computeIfAbsent(one, _ -> new ArrayList<>()).add(fact)));
            return readers;
        }

        private List<Judged> judged(Subject subject) {
            List<Judged> judged = new ArrayList<>();
            if (products.isOrganisation(subject.id())) {
                judged.add(company());
            }
            List<Series> reading = products.reading(subject).stream()
                    .filter(series -> person.sees(series.id()) && !archived.contains(series.id()))
                    .toList();
            if (reading.size() <= SERIES_MAX) {
                reading.forEach(series -> judged.add(Judged.of(series)));
            }
            return judged;
        }
    }

    private Judged company() {
        return Judged.organisation(products.organisation().id(), "", null);
    }

    /** Of these, what rests on one of the facts. */
    private List<Requirement> requirements(Stream<FactKey> facts, Set<RequirementId> known) {
        Set<RequirementId> ids = new HashSet<>();
        facts.forEach(key -> ids.addAll(catalogues.current().requirementsDependingOn(key)));
        return ids.stream()
                .filter(known::contains)
                .sorted()
                .flatMap(id -> catalogues.current().requirement(id).stream())
                .toList();
    }

    private static Effect effect(Judged judged, RequirementId id, VerdictState state) {
        return new Effect(key(judged, id), id.number(), judged.name(), state, judged.page(id));
    }

    private static String key(Judged judged, RequirementId id) {
        Series series = judged.series();
        return (judged.organisation() || series == null ? COMPANY : series.code()) + BETWEEN + id;
    }
}
