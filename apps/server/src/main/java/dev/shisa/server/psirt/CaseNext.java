package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.vulnerability.FindingNext;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Handling a vulnerability that was found in a product as a case, among those who need to know. Who works on such a case already is led
 * to it; who does not learns nothing of it, and may begin one.
 */
@Component
class CaseNext implements FindingNext {

    private final Cases cases;

    CaseNext(Cases cases) {
        this.cases = cases;
    }

    @Override
    public int position() {
        return 1;
    }

    @Override
    public Optional<Parts.Crumb> from(Found found, Person person, Ui ui) {
        Optional<Case> own = person.can(Act.SEE_CASES)
                ? cases.of(person).stream()
                        .filter(one -> one.about(CasePages.FINDING)
                                .equals(found.finding().toString()))
                        .findFirst()
                : Optional.empty();
        if (own.isPresent()) {
            return own.map(one -> new Parts.Crumb(ui.t("psirt.next.open", one.number()), CaseWords.here(one)));
        }
        return person.can(Act.HANDLE_CASES)
                ? Optional.of(new Parts.Crumb(
                        ui.t("psirt.next"),
                        Query.of(CaseWords.ALL + "/new")
                                .with("title", ui.t("psirt.next.title", found.component(), found.vulnerability()))
                                .with("cve", found.cve())
                                .with("product", found.series().code() + " " + found.release())
                                .with(CasePages.FINDING, found.finding().toString())
                                .href()))
                : Optional.empty();
    }
}
