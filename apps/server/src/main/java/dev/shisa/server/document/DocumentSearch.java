package dev.shisa.server.document;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find documents by code, title and kind; what they say their own list looks through. */
@Component
record DocumentSearch(Documents documents, TitleStore store, Products products, Messages messages)
        implements SearchSource {

    @Override
    public int position() {
        return 32;
    }

    @Override
    public String id() {
        return "documents";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        Map<UUID, TitleStore.Titles> titles = store.all();
        List<Document> found = SearchWords.of(query)
                .among(
                        documents.visibleTo(person),
                        d -> d.code() + " " + title(titles, d, locale) + " " + kind(d, locale))
                .stream()
                .limit(atMost)
                .toList();
        Map<UUID, String> names = products
                .byIds(found.stream()
                        .map(Document::seriesId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Series::id, Series::name));
        return found.stream()
                .map(d -> new Hit(
                        title(titles, d, locale),
                        messages.get(
                                locale,
                                "search.kind",
                                d.code(),
                                d.seriesId() == null
                                        ? messages.get(locale, "document.company")
                                        : names.getOrDefault(d.seriesId(), "")),
                        "/documents/" + d.id(),
                        kind(d, locale),
                        d.code()))
                .toList();
    }

    private String kind(Document document, Locale locale) {
        return messages.get(locale, "document.kind." + document.kind().id());
    }

    private String title(Map<UUID, TitleStore.Titles> titles, Document document, Locale locale) {
        TitleStore.Titles of = titles.get(document.id());
        String own = of == null ? "" : locale.getLanguage().equals("en") ? of.english() : of.japanese();
        String other = of == null ? "" : of.japanese().isEmpty() ? of.english() : of.japanese();
        return !own.isEmpty() ? own : !other.isEmpty() ? other : kind(document, locale);
    }
}
