package dev.shisa.server.answers;

import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Text;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find questions, for who may answer them, with the first of their series. */
@Component
class QuestionSearch implements SearchSource {

    /** A question is the same for every series; the others are reached from theirs. */
    private static final int SERIES_SHOWN = 3;

    private final Guides guides;
    private final Products products;
    private final FactWords factWords;

    QuestionSearch(Guides guides, Products products, FactWords factWords) {
        this.guides = guides;
        this.products = products;
        this.factWords = factWords;
    }

    @Override
    public int position() {
        return 40;
    }

    @Override
    public String id() {
        return "questions";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        List<Hit> hits = new ArrayList<>();
        if (!person.can(Act.ADD_EVIDENCE)) {
            return hits;
        }
        List<Series> shown = products.visibleTo(person, 0, SERIES_SHOWN);
        // Most questions are the same for all series, and each is compared once.
        Map<FactKey, FactDefinition> all = new LinkedHashMap<>();
        shown.forEach(series -> guides.vocabulary(series).facts().forEach(fact -> all.putIfAbsent(fact.key(), fact)));
        Set<FactKey> found = SearchWords.of(query).among(all.values(), fact -> text(fact, locale)).stream()
                .map(FactDefinition::key)
                .collect(Collectors.toSet());
        for (Series series : shown) {
            guides.vocabulary(series).facts().stream()
                    .filter(fact -> found.contains(fact.key()))
                    .forEach(fact -> hits.add(new Hit(
                            factWords.question(fact, locale),
                            series.name(),
                            href(series, fact),
                            words(fact.easy(), locale) + " " + choices(fact, locale))));
        }
        return hits.stream().limit(atMost).toList();
    }

    private static String text(FactDefinition fact, Locale locale) {
        return Stream.of(
                        fact.question().in(locale),
                        fact.why().in(locale),
                        words(fact.easy(), locale),
                        choices(fact, locale))
                .collect(Collectors.joining(" "));
    }

    private static String words(@Nullable Text text, Locale locale) {
        return text == null ? "" : text.in(locale);
    }

    private static String choices(FactDefinition fact, Locale locale) {
        return fact.choices().stream()
                .map(Choice::label)
                .map(label -> label.in(locale))
                .collect(Collectors.joining(" "));
    }

    /** What is asked of each item of a list stands with the list. */
    private static String href(Series series, FactDefinition fact) {
        String home = "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8);
        return fact.of() == null
                ? home + "/questions/one?key=" + URLEncoder.encode(fact.key().value(), StandardCharsets.UTF_8)
                : home + "/register/" + fact.section() + "?fact="
                        + URLEncoder.encode(fact.key().value(), StandardCharsets.UTF_8);
    }
}
