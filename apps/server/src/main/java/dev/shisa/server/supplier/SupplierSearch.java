package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Suppliers by name, other names and code. */
@Component
record SupplierSearch(SupplierStore store) implements SearchSource {

    @Override
    public int position() {
        return 37;
    }

    @Override
    public String id() {
        return "supplier";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        SearchWords words = SearchWords.of(query);
        return words.isEmpty() || !person.can(Act.VIEW)
                ? List.of()
                : store.search(words, person.series(), atMost).stream()
                        .map(s -> new Hit(s.name(), s.code(), SupplierWords.here(s), s.note(), s.code()))
                        .toList();
    }
}
