package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.calendar.Ics;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.SupportEnds;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.SupplierDuties;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Until when each product is supported, and when its users are told of the end: some times before, on the day, and once after (guide
 * 001, points 2 and 5; guide 004, 指針16). On each of these days a notice is prepared, which a person sends.
 */
@Component
class SupportCalendar implements NoticeSource {

    private static final String SOURCE = "support:";
    private static final String RULES = "audience.calendar";

    /** What was due longer ago is told by what is due now. */
    private static final int LATE_DAYS = 60;

    private final Products products;
    private final SupportEnds ends;
    private final SupplierDuties suppliers;
    private final UserNotices notices;
    private final Settings settings;
    private final Audit audit;
    private final Messages messages;
    private final JsonMapper json;
    private final InstantSource clock;

    SupportCalendar(
            Products products,
            SupportEnds ends,
            SupplierDuties suppliers,
            UserNotices notices,
            Settings settings,
            Audit audit,
            Messages messages,
            JsonMapper json,
            InstantSource clock) {
        this.products = products;
        this.ends = ends;
        this.suppliers = suppliers;
        this.notices = notices;
        this.settings = settings;
        this.audit = audit;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A day on which users are told.
     *
     * @param id {@code before-12}, {@code end}, {@code after-1}
     */
    record Step(String id, LocalDate day) {

        /** The end of its messages: {@code before}, {@code end}, {@code after}. */
        String kind() {
            return id.replaceFirst("-.*", "");
        }
    }

    /**
     * Until when a series is supported.
     *
     * @param ends null: nothing is promised, or not surely
     * @param notices what was prepared for its days
     * @param parts what suppliers deliver for it
     */
    record Entry(
            Series series,
            @Nullable LocalDate ends,
            List<Step> steps,
            Map<Step, UserNotice> notices,
            List<SupplierDuties.Part> parts) {

        Entry {
            steps = List.copyOf(steps);
            notices = Map.copyOf(notices);
            parts = List.copyOf(parts);
        }

        /** What was prepared for a day, if this person may see it. */
        Optional<UserNotice> notice(Step step, Person person) {
            return Optional.ofNullable(notices.get(step)).filter(one -> UserNotices.sees(one, person));
        }

        /** Whether nobody has to mend a part any more while the series is still supported. */
        boolean outlives(SupplierDuties.Part part) {
            LocalDate until = part.until();
            return ends != null && (!part.bound() || (until != null && until.isBefore(ends)));
        }
    }

    /** As they stand, and how often they were changed. */
    record Entered(CalendarRules rules, int version) {}

    Entered rules() {
        return settings.versioned(RULES)
                .map(stored -> new Entered(json.readValue(stored.value(), CalendarRules.class), stored.version()))
                .orElseGet(() -> new Entered(CalendarRules.USUAL, 0));
    }

    @Transactional
    public void change(CalendarRules to, int seen, Person person) {
        if (!to.isSound()) {
            throw new Problem(422, "audience.calendar.rules", CalendarRules.MONTHS_MAX);
        }
        if (!settings.change(RULES, seen, json.writeValueAsString(to))) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(person, "audience.calendar", "", Map.of("before", to.before(), "after", to.after()));
    }

    /** All series in use, the one that ends first first, those of which nothing is known last. */
    @Transactional(readOnly = true)
    public List<Entry> entries(List<Series> series) {
        CalendarRules rules = rules().rules();
        Instant now = clock.instant();
        Set<UUID> archived = products.archived();
        List<Series> used =
                series.stream().filter(one -> !archived.contains(one.id())).toList();
        Map<UUID, LocalDate> promised = ends.of(used.stream().map(Series::id).toList(), now);
        Map<UUID, List<SupplierDuties.Part>> parts = suppliers.parts();
        Map<String, UserNotice> prepared = notices.bySources(used.stream()
                .flatMap(one -> {
                    LocalDate end = promised.get(one.id());
                    return steps(end, rules).stream().map(step -> source(one.id(), end, step));
                })
                .toList());
        return used.stream()
                .map(one -> {
                    LocalDate end = promised.get(one.id());
                    List<Step> steps = steps(end, rules);
                    Map<Step, UserNotice> own = new HashMap<>();
                    steps.forEach(step -> own.computeIfAbsent(step, s -> prepared.get(source(one.id(), end, s))));
                    return new Entry(one, end, steps, own, parts.getOrDefault(one.id(), List.of()));
                })
                .sorted(Comparator.comparing(Entry::ends, Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
                        .thenComparing(one -> one.series().name()))
                .toList();
    }

    private static List<Step> steps(@Nullable LocalDate ends, CalendarRules rules) {
        List<Step> steps = new ArrayList<>();
        if (ends != null) {
            rules.before().forEach(months -> steps.add(new Step("before-" + months, ends.minusMonths(months))));
            steps.add(new Step("end", ends));
            if (rules.after() > 0) {
                steps.add(new Step("after-" + rules.after(), ends.plusMonths(rules.after())));
            }
        }
        return steps;
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private static String source(Entry entry, Step step) {
        return source(entry.series().id(), entry.ends(), step);
    }

    private static String source(UUID series, @Nullable LocalDate ends, Step step) {
        return SOURCE + series + ":" + ends + ":" + step.id();
    }

    /** Those that tell of a day that is another one now, and those of an earlier step than the one that is due. */
    @Override
    @Transactional(readOnly = true)
    public Set<UUID> overtaken(Collection<UserNotice> some) {
        List<UserNotice> own = some.stream()
                .filter(notice -> notice.kind() == AudienceKind.SUPPORT_END
                        && notice.source().startsWith(SOURCE))
                .toList();
        if (own.isEmpty()) {
            return Set.of();
        }
        CalendarRules rules = rules().rules();
        Map<UUID, LocalDate> present = ends.of(
                own.stream()
                        .map(notice -> notice.series().getFirst())
                        .distinct()
                        .toList(),
                clock.instant());
        return own.stream()
                .filter(notice -> {
                    UUID series = notice.series().getFirst();
                    LocalDate end = present.get(series);
                    return due(steps(end, rules))
                            .filter(step -> source(series, end, step).equals(notice.source()))
                            .isEmpty();
                })
                .map(UserNotice::id)
                .collect(Collectors.toSet());
    }

    /** The last of those whose day has come: the others say what is no longer so. */
    private Optional<Step> due(List<Step> steps) {
        LocalDate today = today();
        return steps.stream().filter(step -> !step.day().isAfter(today)).max(Comparator.comparing(Step::day));
    }

    /** Prepares what is due; of several only the last one, since the others say what is no longer so. */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 90_000)
    @Transactional
    public void look() {
        LocalDate today = today();
        for (Entry entry : entries(products.every())) {
            due(entry.steps())
                    .filter(step -> !step.day().isBefore(today.minusDays(LATE_DAYS)))
                    .ifPresent(step -> prepare(entry, step));
        }
    }

    private void prepare(Entry entry, Step step) {
        notices.prepare(
                AudienceKind.SUPPORT_END,
                source(entry, step),
                List.of(entry.series().id()),
                new NoticeContent(
                        new Said(words("ja", "title", entry, step), words("en", "title", entry, step)),
                        new Said(words("ja", "text", entry, step), words("en", "text", entry, step)),
                        "products/" + entry.series().code().toLowerCase(Locale.ROOT) + "/"),
                null);
    }

    private String words(String language, String what, Entry entry, Step step) {
        return messages.get(
                Locale.forLanguageTag(language),
                "audience.calendar." + step.kind() + "." + what,
                entry.series().name(language),
                String.valueOf(entry.ends()));
    }

    /** The days as a file for calendars of people. */
    byte[] ics(List<Entry> entries, Locale locale) {
        List<Ics.Event> events = new ArrayList<>();
        for (Entry entry : entries) {
            String series = entry.series().id().toString();
            for (Step step : entry.steps()) {
                events.add(new Ics.Event(
                        series + "-" + step.id() + "@shisa",
                        step.day(),
                        messages.get(
                                locale,
                                "audience.calendar." + step.kind() + ".step",
                                entry.series().name(),
                                String.valueOf(entry.ends())),
                        ""));
            }
            for (SupplierDuties.Part part : entry.parts()) {
                LocalDate until = part.until();
                if (until != null) {
                    events.add(new Ics.Event(
                            series + "-" + part.code() + "@shisa",
                            until,
                            messages.get(
                                    locale,
                                    "audience.calendar.part.step",
                                    part.supplier(),
                                    entry.series().name()),
                            ""));
                }
            }
        }
        return Ics.write(messages.get(locale, "calendar.name"), clock.instant(), events)
                .getBytes(StandardCharsets.UTF_8);
    }
}
