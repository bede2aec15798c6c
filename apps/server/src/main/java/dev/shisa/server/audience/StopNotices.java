package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.shipment.PublicStop;
import dev.shisa.server.shipment.PublicStops;
import dev.shisa.server.shipment.StopAudience;
import dev.shisa.server.shipment.StopTold;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A notice for each time that shipment is stopped, devices are withdrawn or shipment is resumed, as far as everybody may know, prepared in
 * the transaction that records it and sent by a second act.
 */
@Component
class StopNotices implements StopAudience, NoticeSource {

    private static final String SOURCE = "stop:";

    private final UserNotices notices;
    private final PublicStops stops;
    private final Products products;
    private final Messages messages;

    StopNotices(UserNotices notices, PublicStops stops, Products products, Messages messages) {
        this.notices = notices;
        this.stops = stops;
        this.products = products;
        this.messages = messages;
    }

    @EventListener
    void on(StopTold event) {
        PublicStop stop = event.what();
        Series series = products.byId(stop.series()).orElseThrow();
        stops.before(event.step()).forEach(earlier -> notices.overtake(source(earlier), event.by()));
        notices.prepare(
                AudienceKind.SHIPMENT,
                source(event.step()),
                List.of(series.id()),
                new NoticeContent(
                        new Said(title(stop, series, "ja"), title(stop, series, "en")),
                        new Said(text(stop, series, "ja"), text(stop, series, "en")),
                        "products/" + series.code().toLowerCase(Locale.ROOT) + "/"),
                event.by());
    }

    private static String source(UUID step) {
        return SOURCE + step;
    }

    /** Those after which the same stop was changed, lifted or became a withdrawal. */
    @Override
    public Set<UUID> overtaken(Collection<UserNotice> some) {
        Map<UUID, UUID> told = new HashMap<>();
        some.stream()
                .filter(notice -> notice.source().startsWith(SOURCE))
                .forEach(notice -> told.put(UUID.fromString(notice.source().substring(SOURCE.length())), notice.id()));
        return told.isEmpty()
                ? Set.of()
                : stops.overtaken(told.keySet()).stream()
                        .flatMap(step -> Optional.ofNullable(told.get(step)).stream())
                        .collect(Collectors.toSet());
    }

    private String title(PublicStop stop, Series series, String language) {
        String key = stop.blocks() ? stop.state() : "resumed";
        return t(language, "audience.shipment.title." + (key.equals("ended") ? "stopped" : key), series.name(language));
    }

    private String text(PublicStop stop, Series series, String language) {
        List<String> parts = new ArrayList<>();
        parts.add(t(language, "audience.shipment.for", series.name(language)));
        if (!stop.blocks()) {
            stop.steps().stream()
                    .filter(step -> step.act().equals("resume"))
                    .reduce((a, b) -> b)
                    .ifPresent(step -> parts.add(
                            t(language, "audience.shipment.resumed", step.day().toString())));
        }
        parts.add(t(language, "audience.shipment.reason") + "\n" + stop.reason().in(language));
        parts.add(t(language, "audience.shipment.concerned") + "\n" + concerned(stop, series, language));
        if (!stop.action().in(language).isBlank()) {
            parts.add(t(language, "audience.shipment.action") + "\n"
                    + stop.action().in(language));
        }
        LocalDate planned = stop.planned();
        if (planned != null) {
            parts.add(t(language, "audience.shipment.planned", planned.toString()));
        }
        return String.join("\n\n", parts);
    }

    private String concerned(PublicStop stop, Series series, String language) {
        List<String> lines = new ArrayList<>();
        line(lines, "shipment.column.model", stop.models(), language);
        line(lines, "shipment.column.release", stop.releases(), language);
        line(lines, "shipment.column.lot", stop.lots(), language);
        line(lines, "shipment.column.serials", stop.serials(), language);
        return lines.isEmpty()
                ? t(language, "audience.shipment.concerned.all", series.name(language))
                : lines.stream().collect(Collectors.joining("\n"));
    }

    private void line(List<String> lines, String heading, List<String> named, String language) {
        if (!named.isEmpty()) {
            lines.add(t(
                    language,
                    "audience.shipment.concerned.part",
                    t(language, heading),
                    String.join(t(language, "people.and"), named)));
        }
    }

    private String t(String language, String key, Object... args) {
        return messages.get(Locale.forLanguageTag(language), key, args);
    }

    @Override
    public Optional<String> notice(UUID step, Person person) {
        return notices.bySource(source(step))
                .filter(one -> UserNotices.sees(one, person))
                .map(one -> AudiencePages.NOTICES + "/" + one.code().toLowerCase(Locale.ROOT));
    }
}
