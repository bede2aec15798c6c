package dev.shisa.server.product;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which guides each series and the organisation follow, and what these therefore ask of them. Only what is followed is
 * decided, asked for and told of; choosing another guide later loses nothing, since answers are facts.
 *
 * <p>A requirement that reads nothing but facts about the company comes out the same for every series, so it is asked of
 * the organisation, once. JC-STAR ★1 alone asks all of each series, because each is applied for by itself.
 */
@Service
@Transactional(readOnly = true)
public class Guides {

    /** The scheme by which each product gets a label of its own; every series follows it until somebody says otherwise. */
    public static final String STAR1 = "jcstar1";

    private final GuideStore store;
    private final Products products;
    private final Catalogues catalogues;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    Guides(GuideStore store, Products products, Catalogues catalogues, Audit audit, ApplicationEventPublisher events) {
        this.store = store;
        this.products = products;
        this.catalogues = catalogues;
        this.audit = audit;
        this.events = events;
    }

    /** The guides that a series, or the organisation, follows, in the catalogue's order. */
    public List<Framework> followed(UUID subjectId) {
        Following following = following(store.of(subjectId));
        return catalogues.current().frameworks().stream()
                .filter(framework -> following.follows(subjectId, framework.id()))
                .toList();
    }

    /** Every guide that can be followed. */
    public List<Framework> all() {
        return catalogues.current().frameworks();
    }

    /** The organisation, if it follows any guide. */
    public Optional<UUID> organisation() {
        return products.organisationId().filter(id -> !followed(id).isEmpty());
    }

    /** Those that ask something of the organisation itself. */
    public List<Framework> forOrganisation() {
        Catalogue catalogue = catalogues.current();
        return catalogue.frameworks().stream()
                .filter(framework -> framework.requirements().stream().anyMatch(r -> isOrganisational(catalogue, r)))
                .toList();
    }

    /** What is asked of a subject by the guides that it follows and that are about it, whatever the guides ask of others. */
    public List<Requirement> asked(UUID subjectId) {
        Set<String> out = outOfScope(subjectId);
        List<Requirement> chosen = chosen(subjectId);
        return out.isEmpty()
                ? chosen
                : chosen.stream()
                        .filter(requirement -> !out.contains(requirement.id().framework()))
                        .toList();
    }

    /** The same, also of guides that are not about the subject: what would be asked of it if they were. */
    public List<Requirement> chosen(UUID subjectId) {
        Following following = following(store.of(subjectId));
        boolean organisation = subjectId.equals(following.organisation());
        return catalogues.current().frameworks().stream()
                .filter(framework -> following.follows(subjectId, framework.id()))
                .flatMap(framework -> asked(framework, organisation).stream())
                .toList();
    }

    /** The guides that are not about a series, by what was answered of it: nothing of them is decided or asked. */
    public Set<String> outOfScope(UUID subjectId) {
        return store.outOfScope(subjectId).getOrDefault(subjectId, Set.of());
    }

    /** The titles of the guides that are not about these series; series that are in scope of all are left out. */
    Map<UUID, String> outOfScope(Collection<UUID> series, Locale locale) {
        Map<UUID, Set<String>> out =
                store.outOfScope(series.size() == 1 ? series.iterator().next() : null);
        Map<UUID, String> titles = new HashMap<>();
        series.stream()
                .filter(out::containsKey)
                .forEach(id -> titles.put(
                        id,
                        catalogues.current().frameworks().stream()
                                .filter(framework ->
                                        out.getOrDefault(id, Set.of()).contains(framework.id()))
                                .map(framework -> framework.title().in(locale))
                                .collect(Collectors.joining(", "))));
        return titles;
    }

    /** All series whose answer has ended by which a guide is not about them: whether it is has to be decided again. */
    public List<UUID> scopeEnded(Instant now) {
        return store.scopeEnded(now);
    }

    /**
     * Notes whether a guide is about a series.
     *
     * @param changesAt when the answer ends by which it is not
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void scope(UUID seriesId, String framework, boolean covers, @Nullable Instant changesAt) {
        if (covers) {
            store.putInScope(seriesId, framework);
        } else {
            store.putOutOfScope(seriesId, framework, changesAt);
        }
    }

    /** What a guide asks of the organisation, or of each series. */
    public List<Requirement> asked(Framework framework, boolean organisation) {
        Catalogue catalogue = catalogues.current();
        return framework.requirements().stream()
                .filter(r -> isOrganisational(catalogue, r) == organisation)
                .toList();
    }

    /** Whether a requirement is asked of the organisation and not of its series. */
    public boolean isOrganisational(RequirementId id) {
        Catalogue catalogue = catalogues.current();
        return catalogue
                .requirement(id)
                .map(r -> isOrganisational(catalogue, r))
                .orElse(false);
    }

    /** Of these requirements, those that are asked of each of these subjects; subjects of whom none is asked are left out. */
    public Map<UUID, Set<RequirementId>> asked(Map<UUID, Set<RequirementId>> wanted) {
        Map<UUID, Set<RequirementId>> asked = new TreeMap<>();
        Map<UUID, Set<String>> out =
                store.outOfScope(wanted.size() == 1 ? wanted.keySet().iterator().next() : null);
        chosen(wanted).forEach((subjectId, requirements) -> {
            Set<String> outside = out.getOrDefault(subjectId, Set.of());
            Set<RequirementId> left = requirements.stream()
                    .filter(id -> !outside.contains(id.framework()))
                    .collect(Collectors.toSet());
            if (!left.isEmpty()) {
                asked.put(subjectId, left);
            }
        });
        return asked;
    }

    /** The same, also of guides that are not about a subject. */
    public Map<UUID, Set<RequirementId>> chosen(Map<UUID, Set<RequirementId>> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Following following = following(
                wanted.size() == 1 ? store.of(wanted.keySet().iterator().next()) : store.all());
        Map<UUID, Set<RequirementId>> asked = new TreeMap<>();
        wanted.forEach((subjectId, requirements) -> {
            boolean organisation = subjectId.equals(following.organisation());
            Set<RequirementId> left = requirements.stream()
                    .filter(id -> following.follows(subjectId, id.framework()))
                    .filter(id -> isOrganisational(id) == organisation)
                    .collect(Collectors.toSet());
            if (!left.isEmpty()) {
                asked.put(subjectId, left);
            }
        });
        return asked;
    }

    /** The vocabulary as far as the guides ask for it which the series and the organisation follow. */
    public Vocabulary vocabulary(Series series) {
        return catalogues
                .current()
                .vocabularyFor(Stream.concat(
                                asked(series.id()).stream(),
                                asked(products.organisation().id()).stream())
                        .map(Requirement::id)
                        .collect(Collectors.toSet()));
    }

    /** Follows exactly these guides with a series. */
    @Transactional
    public void choose(Series series, Set<String> frameworks, Person person) {
        Series seen = products.requireInUse(series.code(), person);
        products.lock(seen.id());
        choose(seen.id(), seen.code(), frameworks, person);
    }

    /** Follows exactly these guides with the organisation. */
    @Transactional
    public void chooseForOrganisation(Set<String> frameworks, Person person) {
        UUID id = products.organisation().id();
        products.lock(id);
        Set<String> offered = forOrganisation().stream().map(Framework::id).collect(Collectors.toSet());
        offered.retainAll(frameworks);
        choose(id, "", offered, person);
    }

    private void choose(UUID subjectId, String thing, Set<String> frameworks, Person person) {
        Set<String> before = ids(followed(subjectId));
        Set<String> after = new LinkedHashSet<>();
        for (Framework framework : catalogues.current().frameworks()) {
            boolean follows = frameworks.contains(framework.id());
            if (follows) {
                after.add(framework.id());
            }
            if (follows != before.contains(framework.id())) {
                store.put(new GuideStore.Choice(subjectId, framework.id(), follows));
            }
        }
        if (!after.equals(before)) {
            audit.record(
                    person,
                    thing.isEmpty() ? "guides.organisation" : "guides.series",
                    thing,
                    Map.of("before", List.copyOf(before), "after", List.copyOf(after)));
            events.publishEvent(new GuidesChosen(subjectId));
        }
    }

    private static Set<String> ids(Collection<Framework> frameworks) {
        return frameworks.stream().map(Framework::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isOrganisational(Catalogue catalogue, Requirement requirement) {
        return !requirement.id().framework().equals(STAR1)
                && catalogue.keysReadBy(requirement.id()).stream()
                        .allMatch(key -> catalogue
                                .fact(key)
                                .filter(fact -> fact.scope() == Subject.Kind.ORGANISATION)
                                .isPresent());
    }

    private Following following(List<GuideStore.Choice> choices) {
        Map<UUID, Map<String, Boolean>> bySubject = new HashMap<>();
        choices.forEach(choice -> bySubject
                .computeIfAbsent(choice.subjectId(), _ -> new HashMap<>())
                .put(choice.framework(), choice.followed()));
        return new Following(bySubject, products.organisation().id());
    }

    private record Following(Map<UUID, Map<String, Boolean>> choices, UUID organisation) {

        boolean follows(UUID subjectId, String framework) {
            return choices.getOrDefault(subjectId, Map.of())
                    .getOrDefault(framework, framework.equals(STAR1) && !subjectId.equals(organisation));
        }
    }
}
