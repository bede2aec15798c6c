package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Makes the column of a page. It is about the product of the page, or about the company where the page is one of the company;
 * pages that belong to neither (home, search, help, records, settings) keep what the browser was about before.
 */
@Component
class NavColumn {

    /** What the browser was about: the code of a product, or {@link #COMPANY}. */
    private static final String COOKIE = "thing";

    private static final String COMPANY = "-";
    private static final Duration KEPT = Duration.ofDays(180);
    private static final int CHOICES_MAX = 7;

    private final ObjectProvider<NavSource> sources;
    private final ObjectProvider<ThingSource> things;
    private final Messages messages;

    NavColumn(ObjectProvider<NavSource> sources, ObjectProvider<ThingSource> things, Messages messages) {
        this.sources = sources;
        this.things = things;
        this.messages = messages;
    }

    Nav of(Person person, HttpServletRequest request, @Nullable HttpServletResponse response, Locale locale) {
        ThingSource products = things.getIfAvailable();
        String asked = request.getRequestURI();
        String place = products == null ? asked : products.placeOf(asked, person);
        List<NavSource> all = sources.stream()
                .sorted(Comparator.comparing(NavSource::group).thenComparingInt(NavSource::position))
                .toList();
        String before = Cookies.read(request, COOKIE).orElse(COMPANY);
        Optional<ThingSource.Thing> here = products == null
                ? Optional.empty()
                : products.codeIn(place).flatMap(code -> products.of(code, person, locale));
        // What stands before whatever is worked on stays there, also where it is about one product.
        boolean first = NavSource.covering(all, asked)
                .filter(source -> source.group() == NavSource.Group.FIRST)
                .isPresent();
        String uri = here.isPresent() && !first ? place : asked;
        boolean company = here.isEmpty()
                && NavSource.covering(all, uri)
                        .map(source -> source.group() == NavSource.Group.COMPANY)
                        .orElse(false);
        Optional<ThingSource.Thing> thing = here.isPresent() || company || products == null || before.equals(COMPANY)
                ? here
                : products.of(before, person, locale);
        String code = thing.map(ThingSource.Thing::code).orElse("");
        String now = !code.isEmpty() ? code : company ? COMPANY : before;
        if (response != null && !now.equals(before)) {
            Cookies.set(response, COOKIE, now, KEPT);
        }
        List<NavSource> shown = Stream.concat(
                        all.stream()
                                .filter(source -> thing.isEmpty() || source.group() != NavSource.Group.COMPANY)
                                .filter(source -> source.begun().getAsBoolean() || source.covers(uri) > 0),
                        thing.stream().flatMap(one -> one.entries().stream()))
                .toList();
        NavSource current = NavSource.covering(shown, uri).orElse(null);
        return new Nav(
                thing.map(ThingSource.Thing::name).orElse(""),
                thing.map(ThingSource.Thing::version).orElse(""),
                code,
                products == null
                        ? List.of()
                        : products.choices(person, CHOICES_MAX + 1).stream()
                                .filter(choice -> !choice.code().equals(code))
                                .limit(CHOICES_MAX)
                                .toList(),
                entries(shown, current, person, uri, locale, NavSource.Group.FIRST),
                entries(
                        shown,
                        current,
                        person,
                        uri,
                        locale,
                        thing.isPresent() ? NavSource.Group.THING : NavSource.Group.COMPANY),
                entries(shown, current, person, uri, locale, NavSource.Group.LAST));
    }

    private List<NavEntry> entries(
            List<NavSource> shown,
            @Nullable NavSource current,
            Person person,
            String uri,
            Locale locale,
            NavSource.Group group) {
        return shown.stream()
                .filter(source -> source.group() == group)
                .flatMap(source -> {
                    List<NavSource.Place> places = source.places(person);
                    return places.isEmpty()
                            ? Stream.of()
                            : Stream.of(entry(source, places, person, uri, locale, source.equals(current)));
                })
                .toList();
    }

    private NavEntry entry(
            NavSource source, List<NavSource.Place> places, Person person, String uri, Locale locale, boolean current) {
        NavSource.Place here = places.stream()
                .filter(place -> place.covers(uri) > 0)
                .max(Comparator.comparingInt(place -> place.covers(uri)))
                .orElse(null);
        return new NavEntry(
                source.id(),
                places.getFirst().href(),
                messages.get(locale, "web.nav." + source.id()),
                source.count().applyAsInt(person),
                current,
                uri.equals(places.getFirst().href()),
                !current || places.size() < 2
                        ? List.of()
                        : places.stream()
                                .map(place -> new NavEntry.Link(
                                        messages.get(locale, place.name()),
                                        place.href(),
                                        place.equals(here),
                                        uri.equals(place.href())))
                                .toList());
    }
}
