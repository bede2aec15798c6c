package dev.shisa.server.advisory;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.vulnerability.FindingNext;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Telling the users of a product about a vulnerability that was found in it, or that it does not concern them. */
@Component
class AdvisoryNext implements FindingNext {

    @Override
    public int position() {
        return 2;
    }

    @Override
    public Optional<Parts.Crumb> from(Found found, Person person, Ui ui) {
        return person.can(Act.WRITE_ADVISORY)
                ? Optional.of(new Parts.Crumb(
                        ui.t("advisory.next"),
                        Query.of("/vulnerabilities/advisories/new")
                                .with("series", found.series().code())
                                .with("cve", found.cve())
                                .with("cvss", found.cvss())
                                .href()))
                : Optional.empty();
    }
}
