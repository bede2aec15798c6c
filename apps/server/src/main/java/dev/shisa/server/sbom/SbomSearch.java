package dev.shisa.server.sbom;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find which releases contain a component: its whole name, and its version or how it begins. */
@Component
class SbomSearch implements SearchSource {

    private final SbomStore store;
    private final Products products;
    private final Messages messages;

    SbomSearch(SbomStore store, Products products, Messages messages) {
        this.store = store;
        this.products = products;
        this.messages = messages;
    }

    @Override
    public int position() {
        return 35;
    }

    @Override
    public String id() {
        return "sbom";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        List<String> words = SearchWords.of(query).words();
        if (words.isEmpty() || words.size() > 2) {
            return List.of();
        }
        List<Carrier> found = store.carriers(
                new Sought.Named(words.getFirst(), words.size() == 1 ? "" : words.getLast()),
                person.series(),
                0,
                atMost);
        Map<UUID, Series> series =
                products.byIds(found.stream().map(Carrier::seriesId).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Series::id, s -> s));
        return found.stream()
                .filter(f -> series.containsKey(f.seriesId()))
                .map(f -> hit(f, Objects.requireNonNull(series.get(f.seriesId())), locale))
                .toList();
    }

    private Hit hit(Carrier found, Series series, Locale locale) {
        String release = products.release(found.releaseId()).map(Release::name).orElse("");
        return new Hit(
                (found.title() + " " + found.version()).strip(),
                messages.get(locale, "sbom.found", series.name(), release),
                "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/sboms/" + found.listId()
                        + "?q=" + URLEncoder.encode(found.name(), StandardCharsets.UTF_8) + "#components",
                String.join(" ", found.identifiers()));
    }
}
