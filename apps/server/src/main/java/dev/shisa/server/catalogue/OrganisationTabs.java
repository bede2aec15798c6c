package dev.shisa.server.catalogue;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** 組織: its entry in the navigation and its tabs. */
@Component
public class OrganisationTabs implements NavSource {

    /** One page of the organisation. */
    public enum Page {
        OVERVIEW("/organisation"),
        EXECUTIVE("/organisation/executive"),
        POLICY("/organisation/policy"),
        PEOPLE("/organisation/people"),
        ROLES("/organisation/roles"),
        PARTIES("/organisation/parties"),
        TRAINING("/organisation/training"),
        CONTROLS("/organisation/controls"),
        ACCESS("/organisation/access"),
        SUPPLIERS("/organisation/suppliers"),
        DOCUMENTS("/documents"),
        GUIDES("/organisation/guides"),
        ENVIRONMENTS("/organisation/environments"),
        LIBRARY("/library");

        private final String href;

        Page(String href) {
            this.href = href;
        }
    }

    public List<Parts.Tab> tabs(Ui ui, Page current) {
        return Arrays.stream(Page.values())
                .map(page -> new Parts.Tab(
                        ui.t("organisation.tab." + page.name().toLowerCase(Locale.ROOT)), page.href, page == current))
                .toList();
    }

    @Override
    public int position() {
        return 5;
    }

    @Override
    public String id() {
        return "organisation";
    }

    @Override
    public String href() {
        return Page.OVERVIEW.href;
    }

    @Override
    public List<String> prefixes() {
        return List.of("/organisation", "/library", "/documents");
    }

    @Override
    public boolean visibleTo(Person person) {
        return person.can(Act.VIEW);
    }
}
