package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Finds series, model numbers and releases. */
@Component
class ProductSearch implements SearchSource {

    private static final int ABOUT_CHARACTERS_MAX = 120;

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
        return store.search(query, person.series(), atMost).stream()
                .map(found -> hit(found, locale))
                .toList();
    }

    private Hit hit(ProductStore.Found found, Locale locale) {
        String home = "/products/" + found.code();
        String more = found.more().replace('\n', ' ');
        String about = more.codePointCount(0, more.length()) > ABOUT_CHARACTERS_MAX
                ? more.substring(0, more.offsetByCodePoints(0, ABOUT_CHARACTERS_MAX)) + "…"
                : more;
        return switch (found.what()) {
            case "model" ->
                new Hit(
                        found.thing(),
                        messages.get(locale, "product.search.model", found.name(), about),
                        home
                                + "?q="
                                + java.net.URLEncoder.encode(found.thing(), java.nio.charset.StandardCharsets.UTF_8)
                                + "#models");
            case "release" ->
                new Hit(
                        found.thing(),
                        messages.get(locale, "product.search.release", found.name(), about),
                        home + "/releases");
            default -> new Hit(found.name(), messages.get(locale, "product.search.series", found.code(), about), home);
        };
    }
}
