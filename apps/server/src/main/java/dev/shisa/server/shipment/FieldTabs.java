package dev.shisa.server.shipment;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** フィールド: its entry in the navigation and its tabs, here because this is the first capability that has one. */
@Component
public class FieldTabs implements NavSource {

    /** One page about products that are in use. */
    public enum Page {
        NOTICES("/field/notices", Act.VIEW, false),
        SUPPORT("/field/support", Act.VIEW, false),
        SHIPMENTS("/field/shipments", Act.VIEW, false),
        STOPS("/field/stops", Act.VIEW, false),
        /** Counts over all series. */
        RECEIVERS("/field/receivers", Act.TELL_USERS, true),
        BUSINESSES("/field/businesses", Act.TELL_USERS, true),
        INQUIRIES("/field/inquiries", Act.VIEW, false),
        STATUS("/field/status", Act.VIEW, false);

        private final String href;
        private final Act act;
        private final boolean whole;

        /** @param whole whether it is only for those who see all series */
        Page(String href, Act act, boolean whole) {
            this.href = href;
            this.act = act;
            this.whole = whole;
        }

        private boolean isFor(@Nullable Person person) {
            return person != null
                    && person.can(act)
                    && (!whole || person.series().isEmpty());
        }

        private String label() {
            return "audience.tab." + name().toLowerCase(Locale.ROOT);
        }
    }

    public List<Parts.Tab> tabs(Ui ui, Page current) {
        return Arrays.stream(Page.values())
                .filter(page -> page.isFor(ui.person()))
                .map(page -> new Parts.Tab(ui.t(page.label()), page.href, page == current))
                .toList();
    }

    @Override
    public List<Place> places(Person person) {
        return Arrays.stream(Page.values())
                .filter(page -> page.isFor(person))
                .map(page -> new Place(page.href, page.label()))
                .toList();
    }

    @Override
    public int position() {
        return 4;
    }

    @Override
    public String id() {
        return "field";
    }

    @Override
    public String href() {
        return Page.NOTICES.href;
    }

    @Override
    public List<String> prefixes() {
        return List.of("/field");
    }

    @Override
    public boolean visibleTo(Person person) {
        return person.can(Act.VIEW);
    }
}
