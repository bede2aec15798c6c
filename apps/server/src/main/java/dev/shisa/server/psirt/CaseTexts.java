package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.settings.OrganisationName;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Texts that are ready to send, made of what is recorded: for JPCERT/CC (guideline of the Information Security Early Warning
 * Partnership: result of the verification, schedule, status, what JVN says of the maker), for ENISA and the CSIRT (Regulation (EU)
 * 2024/2847, article 14), for the competent ministry, for a CNA and for users. What nobody has recorded stays a gap that is seen.
 * They go out by a person's act only.
 */
@Component
class CaseTexts {

    /** In the order of the page. */
    static final List<String> IDS = List.of(
            "reporter-received",
            "reporter-status",
            "jpcert-result",
            "jpcert-schedule",
            "jpcert-status",
            "jvn-status",
            "cve-request",
            "cra-warning",
            "cra-notification",
            "cra-final",
            "ministry",
            "stop-use");

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private final CasePlaces places;
    private final Messages messages;
    private final OrganisationName organisation;
    private final InstantSource clock;

    CaseTexts(CasePlaces places, Messages messages, OrganisationName organisation, InstantSource clock) {
        this.places = places;
        this.messages = messages;
        this.organisation = organisation;
        this.clock = clock;
    }

    /** A text in a language, as a person may have it. */
    String text(String id, Case one, Locale locale, Person person) {
        return of(one, locale, person).apply(id);
    }

    /** The texts of a case in a language, by their ids; what they say is read once. */
    UnaryOperator<String> of(Case one, Locale locale, Person person) {
        Optional<Entry> plan = one.plan();
        Optional<Entry> rated = one.last(EntryKind.RATED);
        String vectors = rated.map(CaseWords::vectors).orElse(List.of()).stream()
                .map(vector -> vector + "  " + CaseWords.score(vector))
                .collect(Collectors.joining(" / "));
        Object[] args = {
            organisation.in(locale),
            one.number(),
            gap(one.title(), locale),
            gap(numbers(one), locale),
            lines(one, "affected", locale, person),
            lines(one, "not-affected", locale, person),
            lines(one, "investigating", locale, person),
            messages.get(locale, "psirt.vendor." + one.vendorStatus()),
            gap(vectors, locale),
            gap(one.decision().isEmpty() ? "" : word(locale, "psirt.decision." + one.decision()), locale),
            gap(
                    plan.map(p -> word(locale, "psirt.choice.option." + p.get("option")))
                            .orElse(""),
                    locale),
            gap(plan.map(p -> p.get("text")).orElse(""), locale),
            gap(plan.map(p -> p.get("release")).orElse(""), locale),
            gap(plan.map(p -> p.get("day")).orElse(""), locale),
            gap(one.agreedDay().map(LocalDate::toString).orElse(""), locale),
            gap(one.startDay().map(LocalDate::toString).orElse(""), locale),
            messages.get(locale, "psirt.state." + one.state().id()),
            CaseWords.day(one.received()),
            gap(one.about("reporter"), locale),
            gap(time(one.last(EntryKind.REGULATED).map(e -> e.get("aware"))), locale),
            gap(
                    time(one.of(EntryKind.REPORTED).stream()
                            .filter(e -> e.get("duty").equals("measured"))
                            .map(e -> e.get("when"))
                            .findFirst()),
                    locale),
            LocalDate.ofInstant(clock.instant(), Ui.ZONE).toString(),
            gap(
                    plan.map(p -> p.get("meanwhile"))
                            .filter(m -> !m.isEmpty())
                            .map(m -> word(locale, "psirt.choice.meanwhile." + m))
                            .orElse(""),
                    locale),
            gap(
                    one.last(EntryKind.REGULATED)
                            .map(e -> word(locale, "psirt.regulated." + e.get("what")))
                            .orElse(""),
                    locale),
            messages.get(
                    locale,
                    switch (one.about("thanks")) {
                        case "yes" -> "psirt.thanks.yes";
                        case "no" -> "psirt.thanks.no";
                        default -> "psirt.thanks.unasked";
                    })
        };
        String mark = one.drill() ? messages.get(locale, "psirt.drill.mark") + "\n\n" : "";
        return id -> mark + messages.get(locale, "psirt.text." + id, args);
    }

    /** Whether a text has a gap that nobody has filled in. */
    boolean hasGap(String text) {
        return text.contains(messages.get(Locale.JAPANESE, "psirt.gap"))
                || text.contains(messages.get(Locale.ENGLISH, "psirt.gap"));
    }

    private String word(Locale locale, String key) {
        return messages.get(locale, key);
    }

    private String gap(String value, Locale locale) {
        return value.isEmpty() ? messages.get(locale, "psirt.gap") : value;
    }

    /** Who reads it does not know the codes of the house: each with the name of the product and the numbers on its devices. */
    private String lines(Case one, String standing, Locale locale, Person person) {
        List<String> lines = one.concerned(standing);
        return lines.isEmpty()
                ? messages.get(locale, "psirt.none")
                : places.of(one, lines, person).stream()
                        .map(place -> "- " + named(place, locale))
                        .collect(Collectors.joining("\n"));
    }

    private String named(CasePlaces.Place place, Locale locale) {
        Series series = place.series();
        return series == null
                ? place.line()
                : place.models().isEmpty()
                        ? messages.get(locale, "psirt.place.series", place.words(), series.name(locale.getLanguage()))
                        : messages.get(
                                locale,
                                "psirt.place.models",
                                place.words(),
                                series.name(locale.getLanguage()),
                                String.join(", ", place.numbers()));
    }

    private static String numbers(Case one) {
        return Map.of("JVN", one.about("jvn"), "IPA", one.about("ipa"), "CVE", one.about("cve")).entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getValue().toUpperCase(Locale.ROOT).startsWith(e.getKey())
                        ? e.getValue()
                        : e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String time(Optional<String> instant) {
        return instant.filter(t -> !t.isEmpty())
                .map(t -> UTC.format(Instant.parse(t).atOffset(ZoneOffset.UTC)))
                .orElse("");
    }
}
