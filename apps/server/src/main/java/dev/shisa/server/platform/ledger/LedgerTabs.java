package dev.shisa.server.platform.ledger;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** 証跡記録: its entry in the navigation and its tabs. */
@Component
public class LedgerTabs implements NavSource {

    /** One page of 証跡記録. */
    public enum Page {
        RECORDS("/records"),
        AUDIT("/audit"),
        CHECK("/records/check"),
        CHECKPOINTS("/records/checkpoints"),
        ERASURES("/records/erasures");

        private final String href;

        Page(String href) {
            this.href = href;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String label() {
            return "ledger.tab." + id();
        }
    }

    public List<Parts.Tab> tabs(Ui ui, Page current) {
        return Arrays.stream(Page.values())
                .map(page -> new Parts.Tab(ui.t(page.label()), page.href, page == current))
                .toList();
    }

    @Override
    public List<Place> places(Person person) {
        return visibleTo(person)
                ? Arrays.stream(Page.values())
                        .map(page -> new Place(page.href, page.label()))
                        .toList()
                : List.of();
    }

    @Override
    public int position() {
        return 6;
    }

    @Override
    public String id() {
        return "ledger";
    }

    @Override
    public String href() {
        return Page.RECORDS.href;
    }

    @Override
    public List<String> prefixes() {
        return List.of("/records", "/audit");
    }

    @Override
    public boolean visibleTo(Person person) {
        return person.can(Act.READ_AUDIT);
    }
}
