package dev.shisa.server.catalogue;

import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The parameters of an installation as they go to another one, and as they come from one. */
@Component
public class ParameterCopies {

    /**
     * A parameter that is set.
     *
     * @param value canonical
     * @param source the place in the evaluation guide
     */
    public record ParameterCopy(String id, String value, String source) {}

    private final ParameterStore store;
    private final ParameterBook book;
    private final Catalogues catalogues;

    ParameterCopies(ParameterStore store, ParameterBook book, Catalogues catalogues) {
        this.store = store;
        this.book = book;
        this.catalogues = catalogues;
    }

    /** All that are set. */
    public List<ParameterCopy> all() {
        return store.all().stream()
                .filter(row -> row.value() != null)
                .map(row -> new ParameterCopy(row.parameter(), Objects.requireNonNull(row.value()), row.source()))
                .toList();
    }

    /** Those of them that are set here to something else; what is set here stays. */
    public List<ParameterCopy> differing(List<ParameterCopy> copies) {
        Map<String, ParameterStore.Row> here = here();
        return copies.stream()
                .filter(copy -> {
                    ParameterStore.Row row = here.get(copy.id());
                    return row != null && row.value() != null && !row.value().equals(copy.value());
                })
                .toList();
    }

    /**
     * Sets those that are not set here.
     *
     * @throws Problem 422 when this edition does not know one, or does not take its value
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> bring(List<ParameterCopy> copies, Person person) {
        Map<String, ParameterStore.Row> here = here();
        List<String> set = new ArrayList<>();
        for (ParameterCopy copy : copies) {
            check(copy);
            ParameterStore.Row row = here.get(copy.id());
            if (row == null || row.value() == null) {
                book.put(copy.id(), copy.value(), copy.source(), row == null ? 0 : row.version(), person);
                set.add(copy.id());
            }
        }
        return set;
    }

    /** That this edition takes a parameter. */
    public void check(ParameterCopy copy) {
        ParameterDefinition definition =
                catalogues.current().parameter(copy.id()).orElse(null);
        boolean taken = copy.id().equals(ParameterStore.GUIDE_EDITION)
                ? !copy.value().isBlank() && copy.value().length() <= ParameterBook.TEXT_CHARS_MAX * 10
                : definition != null && ParameterBook.accepts(definition, copy.value());
        if (!taken || copy.source().length() > ParameterBook.TEXT_CHARS_MAX) {
            throw new Problem(422, "transfer.parameter", copy.id());
        }
    }

    private Map<String, ParameterStore.Row> here() {
        return store.all().stream().collect(Collectors.toMap(ParameterStore.Row::parameter, Function.identity()));
    }
}
