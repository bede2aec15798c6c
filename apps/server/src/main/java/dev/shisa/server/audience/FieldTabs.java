package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** フィールド: its entry in the navigation and its tabs. */
@Component
public class FieldTabs implements NavSource {

    /** One page about products that are in use. */
    public enum Page {
        NOTICES("/field/notices", Act.VIEW, false),
        SUPPORT("/field/support", Act.VIEW, false),
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
    }

    public List<Parts.Tab> tabs(Ui ui, Page current) {
        Person person = ui.person();
        return Arrays.stream(Page.values())
                .filter(page -> person != null
                        && person.can(page.act)
                        && (!page.whole || person.series().isEmpty()))
                .map(page -> new Parts.Tab(
                        ui.t("audience.tab." + page.name().toLowerCase(Locale.ROOT)), page.href, page == current))
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
