package dev.shisa.server.evidence;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find evidence. */
@Component
class EvidenceSearch implements SearchSource {

    private final EvidenceStore store;
    private final Products products;
    private final Messages messages;

    EvidenceSearch(EvidenceStore store, Products products, Messages messages) {
        this.store = store;
        this.products = products;
        this.messages = messages;
    }

    @Override
    public int position() {
        return 30;
    }

    @Override
    public String id() {
        return "evidence";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        SearchWords words = SearchWords.of(query);
        if (words.isEmpty()) {
            return List.of();
        }
        List<EvidenceStore.Found> found = store.containing(words, person.series(), atMost);
        Map<UUID, String> names = products
                .byIds(found.stream()
                        .flatMap(e -> Optional.ofNullable(e.seriesId()).stream())
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Series::id, Series::name));
        return found.stream()
                .map(e -> new Hit(
                        e.title().in(locale),
                        messages.get(
                                locale,
                                "evidence.task.about",
                                e.seriesId() == null
                                        ? messages.get(locale, "evidence.organisation")
                                        : names.getOrDefault(e.seriesId(), ""),
                                e.code()),
                        "/evidence/" + e.code(),
                        e.text(),
                        e.code()))
                .toList();
    }
}
