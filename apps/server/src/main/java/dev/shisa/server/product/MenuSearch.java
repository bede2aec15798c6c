package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the search box of the header find what can be opened and what can be done. */
@Configuration(proxyBeanMethods = false)
class MenuSearch {

    /** Of more products the first are looked at. */
    private static final int SERIES_MAX = 100;

    /** One page for each of the first products that were named. */
    private static final int SERIES_SHOWN = 3;

    @Bean
    SearchSource actsSource(SearchMenu menu, Products products) {
        return new Source(4, "acts", SearchMenu.Kind.ACT, menu, products);
    }

    @Bean
    SearchSource pagesSource(SearchMenu menu, Products products) {
        return new Source(6, "pages", SearchMenu.Kind.PAGE, menu, products);
    }

    /**
     * A name is compared without the particles that people leave out: SBOMを取り込む is found by SBOM取り込む, too. What is of a
     * product is there for the products that were named, otherwise for the one that the person comes from, otherwise for the first.
     */
    private record Source(int position, String id, SearchMenu.Kind kind, SearchMenu menu, Products products)
            implements SearchSource {

        private record Found(SearchMenu.Entry entry, List<Series> of, int rank) {}

        @Override
        public List<Hit> search(String query, Person person, Locale locale, int atMost) {
            return search(query, "", person, locale, atMost);
        }

        @Override
        public List<Hit> search(String query, String at, Person person, Locale locale, int atMost) {
            List<String> words = SearchWords.of(query).words().stream()
                    .map(Source::bare)
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (words.isEmpty()) {
                return List.of();
            }
            List<Series> series = products.visibleTo(person, 0, SERIES_MAX);
            List<Found> found = new ArrayList<>();
            for (SearchMenu.Entry entry : menu.of(kind, person, locale)) {
                Found one = found(entry, words, series, at);
                if (one != null) {
                    found.add(one);
                }
            }
            return found.stream()
                    .sorted(Comparator.comparingInt(Found::rank))
                    .flatMap(one -> hits(one).stream())
                    .limit(atMost)
                    .toList();
        }

        private List<Hit> hits(Found found) {
            SearchMenu.Entry entry = found.entry();
            return entry.ofProduct()
                    ? found.of().stream()
                            .map(s -> new Hit(entry.name(), about(entry, s.name()), entry.hrefOf(s), ""))
                            .toList()
                    : List.of(new Hit(entry.name(), about(entry, entry.part()), entry.href(), ""));
        }

        /** What is done says its name; what a page is for does not. */
        private String about(SearchMenu.Entry entry, String of) {
            return kind == SearchMenu.Kind.ACT && !of.isEmpty()
                    ? of
                    : Stream.of(of, entry.purpose())
                            .filter(text -> !text.isEmpty())
                            .collect(Collectors.joining(" · "));
        }

        private static @Nullable Found found(
                SearchMenu.Entry entry, List<String> words, List<Series> series, String at) {
            String name = bare(SearchWords.fold(entry.name()));
            String all = name + " " + bare(SearchWords.fold(entry.part() + " " + entry.words()));
            List<String> others =
                    words.stream().filter(word -> !all.contains(word)).toList();
            if (others.size() == words.size() || !entry.ofProduct() && !others.isEmpty()) {
                return null;
            }
            int rank = words.stream().allMatch(name::contains) ? 0 : 1;
            if (!entry.ofProduct()) {
                return new Found(entry, List.of(), rank);
            }
            List<Series> of = of(others, series, at);
            return of.isEmpty() ? null : new Found(entry, of, rank);
        }

        private static List<Series> of(List<String> words, List<Series> series, String at) {
            if (!words.isEmpty()) {
                return series.stream()
                        .filter(s -> {
                            String text = bare(SearchWords.fold(s.code() + " " + s.name() + " " + s.nameEn()));
                            return words.stream().allMatch(text::contains);
                        })
                        .limit(SERIES_SHOWN)
                        .toList();
            }
            return series.stream()
                    .filter(s -> s.code().equals(at))
                    .findFirst()
                    .or(() -> series.stream().findFirst())
                    .stream()
                    .toList();
        }

        private static String bare(String folded) {
            return folded.replaceAll("[をのにへは]", "");
        }
    }
}
