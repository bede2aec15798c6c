package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.ThingSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The series, as what the column can be about. */
@Component
class SeriesThings implements ThingSource {

    private static final Pattern ADDRESS = Pattern.compile("/products/([^/]{1,60})(?:/.*)?");

    private final Products products;
    private final ObjectProvider<SeriesTab> tabs;
    private final ObjectProvider<SeriesPlace> places;

    SeriesThings(Products products, ObjectProvider<SeriesTab> tabs, ObjectProvider<SeriesPlace> places) {
        this.products = products;
        this.tabs = tabs;
        this.places = places;
    }

    @Override
    public String placeOf(String uri, Person person) {
        return places.stream()
                .flatMap(place -> place.of(uri, person).stream())
                .findFirst()
                .orElse(uri);
    }

    @Override
    public Optional<String> codeIn(String uri) {
        Matcher matcher = ADDRESS.matcher(uri);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public Optional<Thing> of(String code, Person person, Locale locale) {
        return products.byCode(code)
                .filter(series -> person.can(Act.VIEW) && person.sees(series.id()))
                .map(series -> new Thing(
                        series.code(),
                        series.name(),
                        products.designated(series).map(Release::name).orElse(""),
                        entries(series.code())));
    }

    /** Part by part. */
    @Override
    public List<NavSource> entries(String code) {
        Map<SeriesTab.Part, List<SeriesTab>> parts = tabs.stream()
                .sorted(Comparator.comparingInt(SeriesTab::position))
                .collect(Collectors.groupingBy(
                        SeriesTab::part, () -> new EnumMap<>(SeriesTab.Part.class), Collectors.toList()));
        return parts.entrySet().stream()
                .map(part -> new NavSource(
                        NavSource.Group.THING,
                        part.getKey().ordinal(),
                        id(part.getKey()),
                        part.getValue().stream().map(tab -> tab.place(code)).toArray(NavSource.Place[]::new)))
                .toList();
    }

    private static String id(SeriesTab.Part part) {
        return "thing-" + part.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Choice> choices(Person person, int most) {
        return products.visibleTo(person, 0, most).stream()
                .map(series -> new Choice(series.code(), series.name(), "/products/" + series.code()))
                .toList();
    }
}
