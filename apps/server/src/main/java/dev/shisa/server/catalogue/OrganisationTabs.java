package dev.shisa.server.catalogue;

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

/** 組織: its entry in the navigation and its tabs. */
@Component
public class OrganisationTabs implements NavSource {

    /** One page of the organisation. */
    public enum Page {
        OVERVIEW("overview", "/organisation"),
        EXECUTIVE("executive", "/organisation/executive"),
        POLICY("policy", "/organisation/policy"),
        ROLES("structure", "/organisation/roles"),
        PEOPLE("structure", "/organisation/people"),
        PARTIES("structure", "/organisation/parties"),
        TRAINING("structure", "/organisation/training"),
        CONTROLS("structure", "/organisation/controls"),
        ACCESS("structure", "/organisation/access"),
        SECTORS("structure", "/organisation/sectors"),
        SUPPLIERS("suppliers", "/organisation/suppliers"),
        DOCUMENTS("documents", "/documents"),
        PUBLISHED("documents", "/organisation/published"),
        GUIDES("guides", "/organisation/guides"),
        LIBRARY("guides", "/library"),
        ENVIRONMENTS("environments", "/organisation/environments");

        private final String part;
        private final String href;

        Page(String part, String href) {
            this.part = part;
            this.href = href;
        }

        private String label() {
            return "organisation.tab." + name().toLowerCase(Locale.ROOT);
        }
    }

    public List<Parts.Tab> tabs(Ui ui, Page current) {
        return Parts.Tab.grouped(
                Arrays.stream(Page.values())
                        .filter(page -> page != Page.EXECUTIVE || seesAll(ui.person()))
                        .toList(),
                page -> page.part,
                part -> ui.t("organisation.part." + part),
                page -> new Parts.Tab(ui.t(page.label()), page.href, page == current));
    }

    @Override
    public List<Place> places(Person person) {
        return visibleTo(person)
                ? Arrays.stream(Page.values())
                        .filter(page -> page != Page.EXECUTIVE || seesAll(person))
                        .map(page -> new Place(page.href, page.label()))
                        .toList()
                : List.of();
    }

    /** What executives read is about all series together. */
    private static boolean seesAll(@Nullable Person person) {
        return person == null || person.series().isEmpty();
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
