package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/** Asks every {@link SearchSource}, each in a bounded time. */
@Component
class Search {

    /** What lies behind the twentieth hit of a group is found by a longer word. */
    static final int HITS_MAX = 20;

    /** A source that takes longer is told to be incomplete, and the others are shown. */
    private static final int SOURCE_SECONDS_MAX = 5;

    private final ObjectProvider<SearchSource> sources;
    private final TransactionTemplate reading;

    Search(ObjectProvider<SearchSource> sources, PlatformTransactionManager transactions) {
        this.sources = sources;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        reading.setTimeout(SOURCE_SECONDS_MAX);
    }

    /**
     * What one source found.
     *
     * @param more whether there is more than the first hits
     * @param late whether it took too long, so that nothing of it is known
     */
    record Group(String source, List<SearchSource.Hit> hits, boolean more, boolean late) {
        Group {
            hits = List.copyOf(hits);
        }
    }

    /**
     * What somebody looks for.
     *
     * @param query of {@link #query}; empty: nothing is found
     * @param at code of the product from whose pages it was asked; empty: from elsewhere
     */
    record Asked(String query, String at, Person person, Locale locale) {}

    /** What is searched for, as it was typed: a NUL cannot be stored, so nothing that was stored contains one. */
    static String query(String typed) {
        return Words.query(typed.replace("\0", ""));
    }

    /** The ids of all sources, in their order. */
    List<String> sources() {
        return ordered().stream().map(SearchSource::id).toList();
    }

    /**
     * The groups in which something was found, or that took too long, in the order of the sources; in each what was
     * typed as a whole comes first.
     *
     * @param most of one group
     */
    List<Group> of(Asked asked, int most) {
        return asked.query().isEmpty()
                ? List.of()
                : ordered().stream()
                        .map(source -> group(source, asked, most))
                        .filter(group -> !group.hits().isEmpty() || group.late())
                        .toList();
    }

    private List<SearchSource> ordered() {
        return sources.stream()
                .sorted(Comparator.comparingInt(SearchSource::position))
                .toList();
    }

    private Group group(SearchSource source, Asked asked, int most) {
        SearchWords words = SearchWords.of(asked.query());
        try {
            List<SearchSource.Hit> hits = Objects.requireNonNull(reading.execute(
                    status -> source.search(asked.query(), asked.at(), asked.person(), asked.locale(), HITS_MAX + 1)));
            return new Group(
                    source.id(),
                    hits.stream()
                            .sorted(Comparator.comparing(hit -> !hit.isExactly(words)))
                            .limit(most)
                            .toList(),
                    hits.size() > most,
                    false);
        } catch (QueryTimeoutException | TransactionTimedOutException e) {
            return new Group(source.id(), List.of(), false, true);
        }
    }
}
