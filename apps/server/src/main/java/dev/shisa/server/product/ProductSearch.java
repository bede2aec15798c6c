package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Finds series, model numbers, releases and what the register lists. */
@Component
class ProductSearch implements SearchSource {

    private final ProductStore store;
    private final Messages messages;

    ProductSearch(ProductStore store, Messages messages) {
        this.store = store;
        this.messages = messages;
    }

    @Override
    public int position() {
        return 10;
    }

    @Override
    public String id() {
        return "products";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        SearchWords words = SearchWords.of(query);
        return words.isEmpty()
                ? List.of()
                : store.search(words, person.series(), atMost).stream()
                        .map(found -> hit(found, locale))
                        .toList();
    }

    private Hit hit(ProductStore.Found found, Locale locale) {
        String home = "/products/" + found.code();
        String text = found.more().replace('\n', ' ');
        return switch (found.what()) {
            case "model" ->
                new Hit(
                        found.thing(),
                        messages.get(locale, "product.search.model", found.name()),
                        home
                                + "?q="
                                + java.net.URLEncoder.encode(found.thing(), java.nio.charset.StandardCharsets.UTF_8)
                                + "#models",
                        text);
            case "release" ->
                new Hit(
                        found.thing(),
                        messages.get(locale, "product.search.release", found.name()),
                        home + "/releases",
                        text);
            case "item" ->
                new Hit(
                        found.thing(),
                        messages.get(locale, "product.search.item", found.name()),
                        home + "/items/" + found.more(),
                        "");
            default ->
                new Hit(
                        found.name(),
                        messages.get(locale, "product.search.series", found.code()),
                        home,
                        text,
                        found.code());
        };
    }
}
