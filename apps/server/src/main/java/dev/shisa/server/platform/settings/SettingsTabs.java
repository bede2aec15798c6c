package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** 設定: its entry in the navigation and its tabs, each for those who may do something there. */
@Component
public class SettingsTabs implements NavSource {

    /** One page of the settings. */
    public enum Page {
        ORGANISATION("organisation", "/settings/organisation", Act.CHANGE_SETTINGS),
        PEOPLE("people", "/settings/people", Act.MANAGE_PEOPLE),
        SIGN_IN("people", "/settings/sign-in", Act.MANAGE_PEOPLE),
        ROLES("people", "/settings/roles", Act.VIEW),
        BACKUP("operation", "/settings/backup", Act.CHANGE_SETTINGS),
        DOCTOR("operation", "/doctor", Act.SEE_HEALTH),
        MONITORING("operation", "/settings/monitoring", Act.CHANGE_SETTINGS),
        NOTICES("notices", "/settings/notices", Act.CHANGE_SETTINGS),
        WEBHOOKS("notices", "/settings/webhooks", Act.CHANGE_SETTINGS),
        PORTAL("portal", "/settings/portal", Act.CHANGE_SETTINGS),
        CERTIFICATE("certificate", "/certificate", Act.VIEW),
        ABOUT("about", "/settings/about", Act.VIEW);

        private final String part;
        private final String href;
        private final Act act;

        Page(String part, String href, Act act) {
            this.part = part;
            this.href = href;
            this.act = act;
        }

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        private String label() {
            return "settings.tab." + id();
        }
    }

    public List<Parts.Tab> tabs(Ui ui, Page current) {
        return Parts.Tab.grouped(
                Arrays.stream(Page.values())
                        .filter(page -> ui.can(page.act.id()))
                        .toList(),
                page -> page.part,
                part -> ui.t("settings.part." + part),
                page -> new Parts.Tab(ui.t(page.label()), page.href, page == current));
    }

    @Override
    public List<Place> places(Person person) {
        return Arrays.stream(Page.values())
                .filter(page -> person.can(page.act))
                .map(page -> new Place(page.href, page.label()))
                .toList();
    }

    /** Where the settings begin for this person. */
    String first(Person person) {
        return Arrays.stream(Page.values())
                .filter(page -> person.can(page.act))
                .findFirst()
                .orElse(Page.ABOUT)
                .href;
    }

    @Override
    public int position() {
        return 7;
    }

    @Override
    public String id() {
        return "settings";
    }

    @Override
    public String href() {
        return "/settings";
    }

    @Override
    public List<String> prefixes() {
        return List.of("/settings", "/doctor", "/certificate");
    }

    @Override
    public boolean visibleTo(Person person) {
        return person.can(Act.CHANGE_SETTINGS) || person.can(Act.MANAGE_PEOPLE) || person.can(Act.SEE_HEALTH);
    }
}
