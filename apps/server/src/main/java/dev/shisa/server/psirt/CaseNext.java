package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.vulnerability.FindingNext;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Handling a vulnerability that was found in a product as a case, among those who need to know. */
@Component
class CaseNext implements FindingNext {

    @Override
    public int position() {
        return 1;
    }

    @Override
    public Optional<Parts.Crumb> from(Found found, Person person, Ui ui) {
        return person.can(Act.HANDLE_CASES)
                ? Optional.of(new Parts.Crumb(
                        ui.t("psirt.next"),
                        Query.of(CaseWords.ALL + "/new")
                                .with("title", ui.t("psirt.next.title", found.component(), found.vulnerability()))
                                .with("cve", found.cve())
                                .with("product", found.series().code() + " " + found.release())
                                .href()))
                : Optional.empty();
    }
}
