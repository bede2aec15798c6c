package dev.shisa.server.portal;

import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What is let out, and who changed it. */
@Component
class Portals {

    static final int ABOUT_CHARS_MAX = 2_000;
    private static final String SETTING = "portal.portal";

    private final Settings settings;
    private final Products products;
    private final SigningKeys keys;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final JsonMapper json;

    Portals(
            Settings settings,
            Products products,
            SigningKeys keys,
            Audit audit,
            ApplicationEventPublisher events,
            JsonMapper json) {
        this.settings = settings;
        this.products = products;
        this.keys = keys;
        this.audit = audit;
        this.events = events;
        this.json = json;
    }

    /** As it stands, and how often it was changed. */
    record Entered(Portal portal, int version) {}

    Entered entered() {
        return settings.versioned(SETTING)
                .map(stored -> new Entered(json.readValue(stored.value(), Portal.class), stored.version()))
                .orElseGet(() -> new Entered(Portal.OFF, 0));
    }

    /** Changes it if nobody else did since {@code version}. */
    @Transactional
    public boolean change(Portal to, int version, Person person) {
        Entered before = entered();
        String value = json.writeValueAsString(to);
        boolean changed = settings.change(SETTING, version, value);
        if (changed && to.on() && keys.present().isEmpty()) {
            // A trusted provider names its key, and security.txt is signed with it, before there is an advisory.
            keys.make(person);
        }
        if (changed) {
            events.publishEvent(new PortalChanged(to.on()));
            Map<java.util.UUID, Series> named =
                    products.byIds(to.shown().stream().map(Portal.Shown::series).toList()).stream()
                            .collect(Collectors.toMap(Series::id, s -> s));
            audit.record(
                    person,
                    !before.portal().on() && to.on()
                            ? "portal.on"
                            : before.portal().on() && !to.on() ? "portal.off" : "portal.change",
                    "",
                    Map.of(
                            "series",
                            to.shown().stream()
                                    .flatMap(one -> Stream.ofNullable(named.get(one.series())))
                                    .map(Series::code)
                                    .sorted()
                                    .toList(),
                            "verdicts",
                            to.shown().stream()
                                    .filter(Portal.Shown::verdicts)
                                    .flatMap(one -> Stream.ofNullable(named.get(one.series())))
                                    .map(Series::code)
                                    .sorted()
                                    .toList()));
        }
        return changed;
    }
}
