package dev.shisa.server.ledger;

import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What records are about, in words and with a link; and the other way round, what somebody typed. */
@Component
class Abouts {

    private final EvidenceLog evidence;
    private final Products products;
    private final People people;
    private final Settings settings;

    Abouts(EvidenceLog evidence, Products products, People people, Settings settings) {
        this.evidence = evidence;
        this.products = products;
        this.people = people;
        this.settings = settings;
    }

    /** A thing in words, and its page if it has one. */
    record About(String words, @Nullable String href) {

        static final About NOTHING = new About("", null);
    }

    Map<UUID, About> of(Collection<LedgerRecord> records, Locale locale) {
        Set<UUID> ids = records.stream()
                .map(LedgerRecord::subject)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<UUID, About> found = new HashMap<>();
        for (Series series : products.byIds(ids)) {
            found.put(series.id(), new About(series.name(), "/products/" + series.code()));
        }
        evidence.summaries(ids)
                .forEach((id, summary) -> found.put(
                        id,
                        new About(summary.code() + " " + summary.title().in(locale), "/evidence/" + summary.code())));
        settings.organisationId()
                .filter(ids::contains)
                .ifPresent(id -> found.put(id, new About(settings.organisationName(), null)));
        Set<UUID> left = new HashSet<>(ids);
        left.removeAll(found.keySet());
        for (UUID id : left) {
            release(id).or(() -> person(id)).ifPresent(about -> found.put(id, about));
        }
        return found;
    }

    private Optional<About> release(UUID id) {
        return products.release(id)
                .flatMap(release -> products.byId(release.seriesId())
                        .map(series -> new About(
                                series.name() + " " + release.name(), "/products/" + series.code() + "/releases")));
    }

    private Optional<About> person(UUID id) {
        return people.find(id).map(person -> new About(person.name(), null));
    }

    /** The ids of what these words name exactly: a code of evidence or of a series; empty if they name nothing. */
    Optional<Set<UUID>> named(String words) {
        String name = words.strip();
        Set<UUID> ids = new HashSet<>();
        evidence.byCode(name).ifPresent(found -> ids.add(found.summary().id()));
        products.every().stream()
                .filter(series ->
                        series.code().equalsIgnoreCase(name) || series.name().equalsIgnoreCase(name))
                .forEach(series -> {
                    ids.add(series.id());
                    products.releases(series.id()).forEach(release -> ids.add(release.id()));
                });
        return ids.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(ids));
    }
}
